package main

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// process is a host that runs the built program in a process of its own, which can be
// killed and started again.
type process struct {
	*host
	bin     string
	command *exec.Cmd
}

func newProcess(t *testing.T) *process {
	t.Helper()
	dir := t.TempDir()
	p := &process{host: &host{t: t, file: filepath.Join(dir, "lms.db"), server: &httptest.Server{}}, bin: filepath.Join(dir, "lms")}
	out, err := exec.Command("go", "build", "-o", p.bin, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	p.begin()
	t.Cleanup(p.kill)
	return p
}

func (p *process) begin() {
	p.t.Helper()
	p.command = exec.Command(p.bin, "-db", p.file, "-addr", "localhost:0", "-intake", intakeFile)
	out, err := p.command.StdoutPipe()
	require.NoError(p.t, err)
	require.NoError(p.t, p.command.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(p.t, err)
	p.server.URL = strings.TrimSpace(line)
}

// kill ends the program at once, without time to finish anything.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// The program is killed and started again. Every request that was answered must be
// stored: the pages are the same as before the kill, and a form that is sent again is
// not recorded again. A request that was cut off is stored as a whole or not at all.
func TestKilled(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	desk := p.visit(false).as("organiser")
	for i := range 5 {
		me := p.visit(false)
		action, form := me.find("/apply", nil)
		form.Set("applied.country", "KE")
		status, _ := me.post(action, form)
		require.Equal(t, http.StatusSeeOther, status)
		page, people, audit := me.get("/me"), desk.get("/desk/people?from=60"), desk.get("/desk/audit")
		p.kill()
		p.begin()
		assert.Equal(t, page, me.get("/me"), "%d", i)
		assert.Equal(t, people, desk.get("/desk/people?from=60"))
		form.Set("name", "again")
		status, _ = me.post(action, form)
		assert.Equal(t, http.StatusForbidden, status, "the form was a visitor's")
		assert.Equal(t, audit, desk.get("/desk/audit"))
	}
	_, form := desk.find("/desk/person?id=A017", map[string]string{"reviewed.applicant": "A017"})
	form.Set("reviewed.review.scores.questionnaire", "8")
	form.Set("reviewed.review.scores.letter", "8")
	for i := range 5 {
		answered := make(chan int)
		to := p.server.URL + "/desk/person?id=A017"
		go func() {
			n := 0
			defer func() { answered <- n }()
			for ; ; n++ {
				form.Set("key", fmt.Sprint(i, n))
				form.Set("reviewed.review.reviewer", fmt.Sprintf("R-%d-%d-", i, n))
				answer, err := desk.http.PostForm(to, form)
				if err != nil || answer.Body.Close() != nil || answer.StatusCode != http.StatusSeeOther {
					return
				}
			}
		}()
		time.Sleep(time.Duration(100+37*i) * time.Millisecond)
		p.kill()
		n := <-answered
		p.begin()
		page := desk.get("/desk/person?id=A017")
		for k := range n {
			assert.Contains(t, page, fmt.Sprintf("R-%d-%d-", i, k), "it was answered")
		}
		assert.Contains(t, desk.get("/desk/audit"), "clean")
	}
}
