package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A form is refused if it does not come from a page that was shown to the sender, even if
// the sender is signed in.
func TestForgedForms(t *testing.T) {
	t.Parallel()
	h := newHost(t, opening, false)
	desk, other := h.visit(false).as("organiser"), h.visit(false).as("organiser")
	_, form := desk.find("/desk/selection", map[string]string{"do": "close"})
	form.Set("closed.draw.source", "a beacon")
	form.Set("closed.draw.at:utc", "2024-10-14T12:00")
	before := h.digest()
	for name, token := range map[string][]string{"none": nil, "empty": {""}, "guessed": {strings.Repeat("0", 64)}} {
		forged := url.Values{"token": token}
		for field, values := range form {
			if field != "token" {
				forged[field] = values
			}
		}
		status, _ := desk.post("/desk/selection", forged)
		assert.Equal(t, http.StatusForbidden, status, name)
	}
	status, _ := other.post("/desk/selection", form)
	assert.Equal(t, http.StatusForbidden, status, "the token of another session")
	r, err := http.NewRequest(http.MethodPost, h.server.URL+"/desk/selection", strings.NewReader(form.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://elsewhere.example")
	status, _, _ = desk.send(r)
	assert.Equal(t, http.StatusForbidden, status, "from another site")
	assert.Equal(t, before, h.digest())
	form.Set("do", "anything")
	status, _ = desk.post("/desk/selection", form)
	assert.Equal(t, http.StatusBadRequest, status)
	form.Set("do", "close")
	status, _ = desk.post("/desk/selection", form)
	assert.Equal(t, http.StatusSeeOther, status, "the same form, as it was")
}

// A changed cookie signs nobody in.
func TestForgedCookies(t *testing.T) {
	t.Parallel()
	h := newHost(t, opening, false)
	c := h.visit(false).as("A017")
	at := mustURL(h.server.URL)
	cookie := c.http.Jar.Cookies(at)[0]
	text, mac, _ := strings.Cut(cookie.Value, ".")
	for _, value := range []string{"", ".", text, text + ".", text + "." + strings.ToUpper(mac), "b3JnYW5pc2VyfHh8." + mac, mac + "." + text} {
		c.http.Jar.SetCookies(at, []*http.Cookie{{Name: cookieName, Value: value, Path: "/"}})
		status, _ := c.status("/me")
		assert.Equal(t, http.StatusForbidden, status, value)
		status, _ = c.status("/desk")
		assert.Equal(t, http.StatusForbidden, status, value)
	}
}

// Each role can see and do what is meant for it, and nothing else.
func TestRoles(t *testing.T) {
	t.Parallel()
	h := newHost(t, opening, false)
	guest, me, desk := h.visit(false), h.visit(false).as("A017"), h.visit(false).as("organiser")
	for path, page := range h.platform.pages {
		if path == "/desk/person" || path == "/desk/data" {
			path += "?id=A017"
		}
		for who, c := range map[string]*client{visitor: guest, applicant: me, organiser: desk} {
			want := http.StatusOK
			if page.role != visitor && page.role != who {
				want = http.StatusForbidden
			}
			status, _ := c.status(path)
			assert.Equal(t, want, status, "%s %s", who, path)
		}
	}
	status, _ := me.status("/desk/journal.jsonl")
	assert.Equal(t, http.StatusForbidden, status)
	status, _ = desk.status("/desk/person?id=nobody")
	assert.Equal(t, http.StatusNotFound, status)

	// An applicant sends forms that only an organiser may send, and an application
	// with the id of another person.
	_, form := me.find("/apply", nil)
	before := h.digest()
	for do, path := range map[string]string{"record": "/me", "close": "/me", "marks": "/me", "issue": "/me", "clock": "/me", "whatif": "/me"} {
		sent := url.Values{"token": form["token"], "key": form["key"], "do": {do}, "ruled.applicant": {"A017"}, "ruled.decision": {"admit"}, "ruled.reason": {"x"}}
		status, _ := me.post(path, sent)
		assert.Equal(t, http.StatusForbidden, status, do)
		status, _ = me.post("/desk", sent)
		assert.Equal(t, http.StatusForbidden, status, do)
	}
	assert.Equal(t, before, h.digest())
	form.Set("applied.id", "A018")
	form.Set("ruled.applicant", "A017")
	form.Set("applied.attributes.sector", "changed")
	status, page := me.post("/apply", form)
	assert.Equal(t, http.StatusUnprocessableEntity, status, "two kinds in one form")
	assert.Contains(t, problems(page), "two or more kinds")
	form.Del("ruled.applicant")
	status, _ = me.post("/apply", form)
	assert.Equal(t, http.StatusSeeOther, status)
	assert.NotContains(t, desk.get("/desk/person?id=A018"), "changed")
	assert.NotContains(t, me.get("/me/data"), "A018")
}

// Outside of a demonstration people sign in with codes of their own.
func TestCodes(t *testing.T) {
	t.Parallel()
	h := newHost(t, "now", false)
	for id, code := range map[string]string{"A017": h.platform.code(applicant, "A018"), "organiser": h.platform.code(applicant, "organiser"), "A018": ""} {
		status, _ := h.visit(false).try("/enter", nil, url.Values{"id": {id}, "code": {code}})
		assert.Equal(t, http.StatusForbidden, status, id)
	}
	h.visit(false).submit("/enter", nil, url.Values{"id": {"A017"}, "code": {h.platform.code(applicant, "A017")}})
	desk := h.visit(false)
	desk.submit("/enter", nil, url.Values{"id": {"organiser"}, "code": {h.platform.code(organiser, "")}})
	assert.NotContains(t, desk.get("/desk"), `name="clock"`)
}

// Ids and names are shown as text, whatever characters they contain.
func TestHostileIDs(t *testing.T) {
	t.Parallel()
	h := newHost(t, opening, true)
	desk := h.visit(false).as("organiser")
	_, form := desk.find("/enter", nil)
	for i, id := range []string{`"><img src=x onerror=alert(1)>`, `a b&id=A017#%2e%2e/..?`, `'; DROP TABLE journal; --`, `|organiser|x`, `{{.Token}}`, `organiser2`, `žluťoučký ключ 鍵`} {
		status, page := desk.post("/desk", url.Values{
			"token": form["token"], "key": {fmt.Sprint(i)}, "do": {"record"}, "applied.id": {id}, "applied.country": {"KE"}, "applied.attributes.sector": {hostile},
		})
		require.Equal(t, http.StatusSeeOther, status, page)
		list := desk.get("/desk/people")
		assert.NotContains(t, list, "<img")
		own := "/desk/person?id=" + url.QueryEscape(id)
		desk.submit(own, map[string]string{"reviewed.applicant": id}, url.Values{
			"reviewed.review.reviewer": {"R1"}, "reviewed.review.scores.questionnaire": {"9"}, "reviewed.review.scores.letter": {"9"},
		})
		assert.NotContains(t, desk.get(own), "<script")
		assert.Contains(t, desk.get("/desk/data?id="+url.QueryEscape(id)), "entry")
		me := h.visit(false).as(id)
		assert.NotContains(t, me.get("/me"), "<img")
		status, _ = me.status("/desk")
		assert.Equal(t, http.StatusForbidden, status)
	}
	assert.Contains(t, desk.get("/desk/audit"), "clean")
}

// The headers of a page forbid scripts, and the page has none.
func TestHeaders(t *testing.T) {
	t.Parallel()
	h := newHost(t, opening, true)
	answer, err := http.Get(h.server.URL + "/apply")
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Contains(t, answer.Header.Get("Content-Security-Policy"), "default-src 'none'")
	assert.NotContains(t, strings.ToLower(string(body)), "<script")
	assert.Contains(t, answer.Header.Get("Set-Cookie"), "HttpOnly")
	assert.Contains(t, answer.Header.Get("Set-Cookie"), "SameSite=Lax")
}

// 200 people apply at once, at two platforms that share a file. No application is
// lost, the run does not fork, and an audit of the journal finds nothing.
func TestTwoWriters(t *testing.T) {
	t.Parallel()
	one := newHost(t, opening, true)
	two := &host{t: t, file: one.file}
	two.start("", true)
	t.Cleanup(two.stop)
	var all sync.WaitGroup
	for i := range 200 {
		p := one.platform
		if i%2 == 1 {
			p = two.platform
		}
		all.Go(func() {
			s := session{visitor, "", fmt.Sprint("visitor ", i)}
			form := url.Values{"do": {"apply"}, "key": {"k"}, "applied.country": {"KE"}}
			for range 2 { // a form that is sent twice
				_, err := p.record(s, actions["apply"], form)
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
	digests := map[string]bool{}
	for _, p := range []*Platform{one.platform, two.platform} {
		require.NoError(t, p.store.Read(func(run *course.Run) error {
			digests[run.Digest()] = true
			assert.Len(t, run.Journal(), 201)
			assert.Len(t, historyOf(run).People, 200)
			assert.Empty(t, p.course.Audit(run.Journal()))
			return nil
		}))
	}
	assert.Len(t, digests, 1)
	var first, forks int
	require.NoError(t, one.platform.store.db.QueryRow(`SELECT COUNT(*) FROM journal WHERE before = ''`).Scan(&first))
	require.NoError(t, one.platform.store.db.QueryRow(`SELECT COUNT(*) - COUNT(DISTINCT before) FROM journal`).Scan(&forks))
	assert.Equal(t, 1, first)
	assert.Zero(t, forks)
}

// Messages of a meeting tool are checked before they are stored.
func TestMeetingMessages(t *testing.T) {
	t.Parallel()
	h := newHost(t, opening, true)
	send := func(code, key, body string) int {
		r, err := http.NewRequest(http.MethodPost, h.server.URL+"/webhooks/meeting", strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+code)
		r.Header.Set("Idempotency-Key", key)
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		return answer.StatusCode
	}
	code := h.platform.code("meeting", "")
	whole := `{"session": "session-1", "message": {"at": "2024-10-30T14:00:00Z", "joined": "A017"}}`
	assert.Equal(t, http.StatusUnauthorized, send("", "k", whole))
	assert.Equal(t, http.StatusUnauthorized, send(h.platform.code(organiser, ""), "k", whole))
	assert.Equal(t, http.StatusBadRequest, send(code, "", whole))
	for _, body := range []string{
		``, `{`, `[]`, `{"session": "session-1"}`, `{"session": "session-7", "message": {"at": "2024-10-30T14:00:00Z", "joined": "A017"}}`,
		`{"session": "session-1", "message": {"at": "2024-10-30T14:00:00Z"}}`, `{"session": "session-1", "message": {"at": "yesterday", "ended": true}}`,
		`{"session": "session-1", "message": {"at": "2024-10-30T14:00:00Z", "joined": "A017", "left": "A017"}}`,
	} {
		assert.Equal(t, http.StatusUnprocessableEntity, send(code, "k", body), body)
	}
	assert.Equal(t, http.StatusAccepted, send(code, "k", whole))
	assert.Equal(t, http.StatusAccepted, send(code, "k", whole))
	assert.Equal(t, http.StatusConflict, send(code, "k", strings.Replace(whole, "A017", "A018", 1)))
	messages, err := h.platform.store.Messages("session-1")
	require.NoError(t, err)
	assert.Len(t, messages, 1)
}
