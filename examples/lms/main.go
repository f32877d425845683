package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
)

// opening is the time at which a demonstration starts: the reference course takes
// applications then.
const opening = "2024-10-01T09:00:00Z"

func main() {
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := serve(stop, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "lms:", err)
		os.Exit(1)
	}
}

// serve runs the program until ctx is done.
func serve(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("lms", flag.ContinueOnError)
	addr := flags.String("addr", "localhost:8080", "serve on `ADDRESS`")
	file := flags.String("db", "lms.db", "keep everything in `FILE`")
	at := flags.String("at", "", "set the clock to `TIME` (RFC 3339), or to now for the machine's; the default is where the clock was, at first "+opening)
	intake := flags.String("intake", "../dpg/intake/applicants.json", "begin with the applications of `FILE`")
	empty := flags.Bool("empty", false, "begin without applications")
	if err := flags.Parse(args); err != nil {
		return err
	}
	platform, done, err := start(*file, *at, *intake, *empty)
	if err != nil {
		return err
	}
	defer done()
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "http://%s\n", listener.Addr())
	if !platform.demo {
		_, _ = fmt.Fprintf(out, "the code of the organiser is %s\n", platform.code(organiser, ""))
	}
	_, _ = fmt.Fprintf(out, "the code of the meeting tool is %s\n", platform.code("meeting", ""))
	server := &http.Server{Handler: platform.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background())
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// start makes a platform from a file, which may be new.
func start(file, at, intake string, empty bool) (*Platform, func(), error) {
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	if err != nil {
		return nil, nil, err
	}
	store, err := Open(file, c)
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = store.Close() }
	platform, err := New(store, at != "now")
	if err == nil {
		err = begin(platform, at, intake, empty)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return platform, done, nil
}

// begin sets the clock, and records the intake if the run is new.
func begin(p *Platform, at, intake string, empty bool) error {
	switch {
	case at == "":
		if err := p.store.Set("clock", opening, true); err != nil {
			return err
		}
	case at != "now":
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return fmt.Errorf("-at: want a time such as %s, or now", opening)
		}
		if err := p.SetClock(instant); err != nil {
			return err
		}
	}
	var list []admission.Applicant
	if !empty {
		data, err := os.ReadFile(intake)
		if err != nil {
			return err
		}
		if list, err = p.course.ParseApplicants(data); err != nil {
			return err
		}
	}
	return p.Begin(list)
}
