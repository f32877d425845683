package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
)

// The roles.
const (
	visitor   = "visitor"
	applicant = "applicant"
	organiser = "organiser"
)

// session identifies the sender of a request. It is kept in a signed cookie, so that
// it outlives the process.
type session struct {
	Role string
	ID   string // of an applicant
	raw  string
}

const cookieName = "lms"

// digest returns the SHA-256 of texts, in hexadecimal.
func digest(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\n")))
	return hex.EncodeToString(sum[:])
}

// mac returns the signature of texts: their HMAC with the secret of the platform.
func (p *Platform) mac(texts ...string) string {
	h := hmac.New(sha256.New, p.secret)
	for _, text := range texts {
		_, _ = h.Write([]byte(hex.EncodeToString([]byte(text)) + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func same(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

// code returns the code with which a person signs in.
func (p *Platform) code(role, id string) string { return p.mac("code", role, id)[:20] }

// who returns the sender of a request. A sender without a valid cookie becomes a visitor
// and gets one.
func (p *Platform) who(w http.ResponseWriter, r *http.Request) session {
	if cookie, err := r.Cookie(cookieName); err == nil {
		text, mac, _ := strings.Cut(cookie.Value, ".")
		if same(mac, p.mac("session", text)) {
			if raw, err := base64.RawURLEncoding.DecodeString(text); err == nil {
				if part := strings.SplitN(string(raw), "|", 3); len(part) == 3 {
					return session{part[0], part[2], text}
				}
			}
		}
	}
	return p.signIn(w, r, visitor, "")
}

// signIn begins a session.
func (p *Platform) signIn(w http.ResponseWriter, r *http.Request, role, id string) session {
	raw := base64.RawURLEncoding.EncodeToString([]byte(role + "|" + rand.Text() + "|" + id))
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: raw + "." + p.mac("session", raw), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
	return session{role, id, raw}
}

// token returns the token that is in every form of a session, so that no other site
// can make a browser send such a form.
func (p *Platform) token(s session) string { return p.mac("token", s.raw) }

// key returns the key of a form. It is made of the session, the state of the run and
// the purpose of the form, so a form that is sent twice has the same key.
func (p *Platform) key(s session, run, what string) string {
	return p.mac("form", s.raw, run, what)[:40]
}
