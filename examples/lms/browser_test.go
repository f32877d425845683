//go:build browser

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/require"
)

// browser is a real browser, driven through chromedp.
type browser struct {
	t   testing.TB
	ctx context.Context
	url string
}

func newBrowser(t testing.TB, h *host) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1280, 900))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, done := chromedp.NewContext(allocator)
	t.Cleanup(func() { done(); stop() })
	b := &browser{t, ctx, h.server.URL}
	// Pages must work without scripts, so scripts are switched off.
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(t, err)
	return b
}

func (b *browser) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	within, done := context.WithTimeout(b.ctx, 20*time.Second)
	defer done()
	require.NoError(b.t, chromedp.Do(within, actions...))
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.url+path), chromedp.WaitVisible(chromedp.CSS("main")))
}

// send fills in fields of the form that contains an element matching the selector
// `within`. It then clicks the element of the form that matches the selector
// `button`.
func (b *browser) send(within, button string, fields ...[2]string) {
	b.t.Helper()
	form := fmt.Sprintf("form:has(%s)", within)
	for _, f := range fields {
		b.run(chromedp.SetValue(chromedp.CSS(fmt.Sprintf(`%s [name="%s"]`, form, f[0])), f[1]))
	}
	b.run(chromedp.Click(chromedp.CSS(form+" "+button)), chromedp.Sleep(50*time.Millisecond), chromedp.WaitReady(chromedp.CSS("footer")))
}

// text returns the visible text of an element.
func (b *browser) text(of string) string {
	b.t.Helper()
	return what(b, chromedp.Text(chromedp.CSS(of)))
}

func what[T any](b *browser, action chromedp.Action[T]) T {
	b.t.Helper()
	within, done := context.WithTimeout(b.ctx, 20*time.Second)
	defer done()
	got, err := chromedp.Run(within, action)
	require.NoError(b.t, err)
	return got
}

func (b *browser) reads(part string) {
	b.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !strings.Contains(b.text("main"), part) {
		require.True(b.t, time.Now().Before(deadline), "%q is not on the page:\n%s", part, b.text("main"))
		time.Sleep(100 * time.Millisecond)
	}
}

// shots returns the directory for pictures of pages.
func shots(t testing.TB) string {
	dir := os.Getenv("LMS_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	require.NoError(t, os.MkdirAll(dir, 0o755))
	return dir
}

// picture takes pictures of a page on a desktop, on a phone and in print. No page may
// be wider than the screen.
func (b *browser) picture(dir, name, path string) {
	b.t.Helper()
	b.open(path)
	for _, screen := range []struct {
		name  string
		width int64
		mode  []chromedp.EmulateViewportOption
	}{{"desktop", 1280, nil}, {"phone", 390, []chromedp.EmulateViewportOption{chromedp.EmulateMobile, chromedp.EmulatePortrait}}} {
		b.run(chromedp.EmulateViewport(screen.width, 844, screen.mode...))
		wide := what(b, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
		require.LessOrEqual(b.t, wide, screen.width, "%s is wider than a %s", path, screen.name)
		require.NoError(b.t, os.WriteFile(filepath.Join(dir, name+"-"+screen.name+".png"), what(b, chromedp.FullScreenshot(100)), 0o600))
	}
	b.run(chromedp.EmulateReset())
	pdf := what(b, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	require.NoError(b.t, os.WriteFile(filepath.Join(dir, name+"-print.pdf"), pdf, 0o600))
}

// An applicant and the organiser click through the life of the reference course in a
// browser, from the application to the certificate.
func TestLifeInABrowser(t *testing.T) {
	h := newHost(t, opening, false)
	l := life{h: h}
	me, desk := newBrowser(t, h), newBrowser(t, h)

	me.open("/")
	me.reads("Live sessions")
	me.open("/apply")
	me.send(`[name="applied.country"]`, "button", [][2]string{
		{"name", hostile}, {"applied.country", "Kenya"}, {"applied.gender", "woman"}, {"applied.role", "policymaker"}, {"applied.time_zone", "Africa/Nairobi"},
		{"applied.experience_months:int", "48"}, {"applied.numbers.digital_services", "3"}, {"applied.languages.en", "fluent"},
	}...)
	me.reads("Nothing was recorded.")
	for _, document := range []string{"cv", "questionnaire", "motivation_letter"} {
		me.run(chromedp.Click(chromedp.CSS(fmt.Sprintf(`[name="applied.documents.%s:bool"]`, document))))
	}
	me.send(`[name="applied.country"]`, "button", [2]string{"applied.country", "KE"})
	me.reads(hostile)
	l.id = me.text(".card p .id")
	require.Regexp(t, `^P-[0-9a-f]{10}$`, l.id)

	desk.open("/enter")
	desk.send(`[name="id"]`, "button", [2]string{"id", "organiser"})
	desk.reads("Overview")
	desk.open("/desk/person?id=" + l.id)
	desk.send(`[name="reviewed.applicant"]`, "button", [2]string{"reviewed.review.reviewer", "R1"},
		[2]string{"reviewed.review.scores.questionnaire", "9.5"}, [2]string{"reviewed.review.scores.letter", "9"})
	desk.reads("Saved.")
	clock := func(at string) {
		t.Helper()
		desk.open("/desk")
		desk.send(`[name="clock"]`, "button", [2]string{"clock", at})
		desk.reads("Saved.")
	}
	clock("2024-10-10T12:00")
	desk.open("/desk/selection")
	desk.send(`[value="close"]`, "button", [2]string{"closed.draw.source", "the beacon's first round after noon"}, [2]string{"closed.draw.at:utc", "2024-10-14T12:00"})
	desk.reads("The list is closed")
	clock("2024-10-14T13:00")
	desk.open("/desk/selection")
	desk.send(`[name="selected.seed"]`, "button", [2]string{"selected.seed", "ITU-DPG-2024/2024-10-14"}, [2]string{"selected.answer_by:utc", "2024-10-20T12:00"})
	desk.reads("What each priority did")
	me.open("/me")
	me.send(`[value="accepted"]`, `[value="accepted"]`)
	me.reads("accepted")
	desk.open("/desk/groups")
	desk.send(`[name="grouped"]`, "button")
	desk.reads("Group 6")
	me.open("/me")
	me.reads("together with")
	desk.open("/desk/sessions")
	desk.run(chromedp.Click(chromedp.CSS("section:nth-of-type(4) summary")))
	desk.send(`[name="planned.session"][value="session-4"]`, "button", [2]string{"planned.start", "2024-11-08T16:00"}, [2]string{"planned.reason", "a public holiday"})
	desk.reads("Fri 8 Nov 2024, 16:00 to 18:00 CET")
	l.say("session-1", "host", schedule.Message{At: time.Date(2024, 10, 30, 13, 55, 0, 0, time.UTC), Joined: "host"}, http.StatusAccepted)
	l.say("session-1", "end", schedule.Message{At: time.Date(2024, 10, 30, 16, 10, 0, 0, time.UTC), Ended: true}, http.StatusAccepted)
	l.meetings()
	for n, at := range []string{"2024-10-30T16:05", "2024-11-01T16:05", "2024-11-06T16:05", "2024-11-08T17:05", "2024-11-22T16:05"} {
		clock(at)
		desk.open("/desk/sessions")
		desk.send(fmt.Sprintf(`[name="session"][value="session-%d"]`, n+1), "button")
		desk.reads("attended by")
	}
	dir := shots(t)
	me.picture(dir, "me-before-marks", "/me")
	desk.open("/desk/marks")
	desk.send(`[value="marks"]`, "button.noprint", [2]string{"quiz/" + l.id, "done"}, [2]string{"participation/" + l.id, "14.5"})
	desk.reads("Saved.")
	for name := range l.state().Groups {
		desk.open("/desk/marks")
		desk.send(fmt.Sprintf(`[name="project.group"][value="%s"]`, name), "button", [2]string{"project.mark.level", "excellent"})
		desk.reads("Saved.")
	}
	desk.open("/desk")
	desk.send(`[name="ended"]`, "button")
	desk.reads("The course has ended.")
	desk.send(`[value="issue"]`, "button")
	desk.reads("Saved.")
	me.open("/me/certificate")
	me.reads("awarded to")
	me.reads(hostile)
	for name, path := range map[string]string{
		"home": "/", "apply": "/apply", "me": "/me", "certificate": "/me/certificate", "data": "/me/data",
	} {
		me.picture(dir, name, path)
	}
	for name, path := range map[string]string{
		"desk": "/desk", "people": "/desk/people", "person": "/desk/person?id=" + url.QueryEscape(l.id), "selection": "/desk/selection", "groups": "/desk/groups",
		"sessions": "/desk/sessions", "marks": "/desk/marks", "whatif": "/desk/whatif", "audit": "/desk/audit", "enter": "/enter",
	} {
		desk.picture(dir, name, path)
	}
	desk.open("/desk/audit")
	desk.reads("clean")
}
