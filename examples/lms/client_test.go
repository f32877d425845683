package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

const intakeFile = "../dpg/intake/applicants.json"

// host serves a platform that can be stopped and started again.
type host struct {
	t        testing.TB
	file     string
	platform *Platform
	stop     func()
	handler  atomic.Pointer[http.Handler]
	server   *httptest.Server
}

func newHost(t testing.TB, at string, empty bool) *host {
	t.Helper()
	h := &host{t: t, file: filepath.Join(t.TempDir(), "lms.db")}
	h.start(at, empty)
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*h.handler.Load()).ServeHTTP(w, r) }))
	t.Cleanup(func() {
		h.server.Close()
		h.stop()
	})
	return h
}

func (h *host) start(at string, empty bool) {
	h.t.Helper()
	platform, stop, err := start(h.file, at, intakeFile, empty)
	require.NoError(h.t, err)
	handler := platform.Handler()
	h.platform, h.stop = platform, stop
	h.handler.Store(&handler)
}

// restart stops the platform and starts it again from its file.
func (h *host) restart() {
	h.t.Helper()
	h.stop()
	h.start("", true)
}

// client is a browser without scripts.
type client struct {
	*host
	http *http.Client
	// hard is true if the platform is restarted around every request, and every form
	// is sent twice.
	hard bool
}

func (h *host) visit(hard bool) *client {
	jar, err := cookiejar.New(nil)
	require.NoError(h.t, err)
	return &client{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, hard}
}

func (c *client) as(id string) *client {
	c.t.Helper()
	c.submit("/enter", nil, url.Values{"id": {id}})
	return c
}

func (c *client) send(r *http.Request) (int, string, string) {
	c.t.Helper()
	answer, err := c.http.Do(r)
	require.NoError(c.t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(c.t, err)
	require.NoError(c.t, answer.Body.Close())
	return answer.StatusCode, string(body), answer.Header.Get("Location")
}

// status gets a page and returns its status and text.
func (c *client) status(path string) (int, string) {
	c.t.Helper()
	get := func() (int, string) {
		r, err := http.NewRequest(http.MethodGet, c.server.URL+path, nil)
		require.NoError(c.t, err)
		status, body, _ := c.send(r)
		return status, body
	}
	status, body := get()
	if c.hard {
		c.restart()
		again, same := get()
		require.Equal(c.t, status, again, path)
		require.Equal(c.t, body, same, "after a restart: %s", path)
	}
	return status, body
}

// get returns the text of a page, which must exist.
func (c *client) get(path string) string {
	c.t.Helper()
	status, body := c.status(path)
	require.Equal(c.t, http.StatusOK, status, "%s: %s", path, body)
	return body
}

// post sends a form. It returns the status, and the text of the answer or the address
// to which it redirects.
func (c *client) post(path string, form url.Values) (int, string) {
	c.t.Helper()
	deliver := func() (int, string, string) {
		r, err := http.NewRequest(http.MethodPost, c.server.URL+path, strings.NewReader(form.Encode()))
		require.NoError(c.t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return c.send(r)
	}
	cookies := c.http.Jar.Cookies(mustURL(c.server.URL))
	status, body, to := deliver()
	if c.hard {
		before := c.digest()
		c.restart()
		after := c.http.Jar.Cookies(mustURL(c.server.URL))
		c.http.Jar.SetCookies(mustURL(c.server.URL), cookies) // as if the browser had sent the form twice at once
		again, _, same := deliver()
		require.Equal(c.t, status, again, "a second time: %s", path)
		require.Equal(c.t, to, same, path)
		require.Equal(c.t, before, c.digest(), "recorded twice: %s %v", path, form)
		if path != "/enter" {
			c.http.Jar.SetCookies(mustURL(c.server.URL), after)
		}
	}
	if to != "" {
		return status, to
	}
	return status, body
}

func mustURL(text string) *url.URL {
	u, _ := url.Parse(text)
	return u
}

func (h *host) digest() string {
	var digest string
	require.NoError(h.t, h.platform.store.db.QueryRow(`SELECT COALESCE(MAX(digest), '') FROM journal WHERE place = (SELECT MAX(place) FROM journal)`).Scan(&digest))
	return digest
}

// submit sends the first form on the page with the given path whose fields have all the
// values in the map want. Before that it sets fields of the form to the given values; the
// form must have these fields. The form must be accepted.
func (c *client) submit(path string, want map[string]string, values url.Values) {
	c.t.Helper()
	status, to := c.try(path, want, values)
	require.Equal(c.t, http.StatusSeeOther, status, "%s %v: %s", path, values, problems(to))
}

// try does the same as submit for a form that may be refused.
func (c *client) try(path string, want map[string]string, values url.Values) (int, string) {
	c.t.Helper()
	action, form := c.find(path, want)
	for name, value := range values {
		require.Contains(c.t, form, name, "no such field in the form at %s", path)
		form[name] = value
	}
	return c.post(action, form)
}

// find gets the page with the given path. It returns the action and the fields of the
// first form whose fields have all the values in the map want.
func (c *client) find(path string, want map[string]string) (string, url.Values) {
	c.t.Helper()
	page := c.get(path)
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(c.t, err)
	for n := range root.Descendants() {
		if n.Data != "form" {
			continue
		}
		action, form := attr(n, "action"), fields(n)
		found := true
		for name, value := range want {
			found = found && form.Has(name) && form.Get(name) == value
		}
		if found {
			return action, form
		}
	}
	require.Fail(c.t, "no such form", "%s %v", path, want)
	return "", nil
}

// fields returns the values that a form would send unchanged. A button is a field
// without a value, and so is a box that is not ticked.
func fields(form *html.Node) url.Values {
	values := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		if name == "" {
			continue
		}
		switch n.Data {
		case "input":
			switch {
			case attr(n, "type") != "checkbox":
				values.Add(name, attr(n, "value"))
			case has(n, "checked"):
				values.Add(name, attr(n, "value"))
			default:
				values[name] = nil
			}
		case "textarea":
			if n.FirstChild != nil {
				values.Add(name, n.FirstChild.Data)
			} else {
				values.Add(name, "")
			}
		case "select":
			first := true
			for o := range n.Descendants() {
				if o.Data != "option" {
					continue
				}
				value := attr(o, "value")
				if !has(o, "value") && o.FirstChild != nil {
					value = o.FirstChild.Data
				}
				if first || has(o, "selected") {
					values.Set(name, value)
				}
				first = false
			}
		case "button":
			values[name] = nil
		}
	}
	return values
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// problems returns the text in which a page says what is wrong.
func problems(page string) string {
	_, rest, _ := strings.Cut(page, `role="alert">`)
	text, _, _ := strings.Cut(rest, "</div>")
	return text
}
