package briefings

import (
	"regexp"
	"slices"
	"strings"
)

// A PersonID names a person on one platform, as platform/workspace/id.
type PersonID string

// Parts returns the platform, the workspace and the platform's own ID of the
// person, or false for an ID of another form.
func (id PersonID) Parts() (platform, workspace, own string, ok bool) {
	parts := strings.Split(string(id), "/")
	if len(parts) != 3 || slices.Contains(parts, "") {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[2], true
}

// personForm is the form of a person's ID as somebody types it. Names on the
// console are words; the IDs of platforms are letters and digits.
var personForm = regexp.MustCompile(`^[a-z]+/[0-9A-Za-z_.-]+/[\p{L}\p{N}_.'-]+( [\p{L}\p{N}_.'-]+)*$`)

// The most characters of a person's ID: platform, workspace and ID together.
const maxPersonID = 120

// ParsePersonID reads a person written as platform/workspace/id. The error is of
// kind Invalid.
func ParsePersonID(text string) (PersonID, error) {
	if len(text) > maxPersonID || !personForm.MatchString(text) {
		return "", Errorf(Invalid, "%q is no person; write platform/workspace/id, such as slack/T024BE7LD/U2147483697.", Shorten(text, 60))
	}
	return PersonID(text), nil
}

// A Role says what a person may do. Each role may do what the ones below may.
type Role string

// The roles, lowest first.
const (
	Reader   Role = "reader"
	Analyst  Role = "analyst"
	Editor   Role = "editor"
	Approver Role = "approver"
	Owner    Role = "owner"
)

// Roles returns the roles, lowest first.
func Roles() []Role { return []Role{Reader, Analyst, Editor, Approver, Owner} }

// AtLeast reports whether the role may do what needs the other role. An unknown
// role may do nothing.
func (r Role) AtLeast(need Role) bool {
	have, want := slices.Index(Roles(), r), slices.Index(Roles(), need)
	return have >= 0 && want >= 0 && have >= want
}

// ParseRole returns the role that s names, in any case of letters.
func ParseRole(s string) (Role, error) {
	r := Role(strings.ToLower(strings.TrimSpace(s)))
	if !slices.Contains(Roles(), r) {
		return "", Errorf(Invalid, "%q is not a role; choose reader, analyst, editor, approver or owner.", Shorten(s, 40))
	}
	return r, nil
}

// A Person is somebody who has a role other than the default.
type Person struct {
	ID   PersonID `json:"id"`
	Name string   `json:"name,omitempty"`
	Role Role     `json:"role"`
}

// A Marking is a handling label of the Traffic Light Protocol 2.0 (FIRST, 2022).
type Marking string

// The markings, widest circulation first.
const (
	Clear       Marking = "TLP:CLEAR"
	Green       Marking = "TLP:GREEN"
	Amber       Marking = "TLP:AMBER"
	AmberStrict Marking = "TLP:AMBER+STRICT"
	Red         Marking = "TLP:RED"
)

// Markings returns the markings, widest circulation first.
func Markings() []Marking { return []Marking{Clear, Green, Amber, AmberStrict, Red} }

// Validate returns nil for one of the five markings.
func (m Marking) Validate() error {
	if !slices.Contains(Markings(), m) {
		return Errorf(Invalid, "%q is not a marking; choose TLP:CLEAR, GREEN, AMBER, AMBER+STRICT or RED.", Shorten(string(m), 40))
	}
	return nil
}

// Within reports whether text with this marking may be shown in a place cleared
// up to the other. An unknown marking is within nothing.
func (m Marking) Within(clearance Marking) bool {
	have, most := slices.Index(Markings(), m), slices.Index(Markings(), clearance)
	return have >= 0 && most >= 0 && have <= most
}

// ParseMarking returns the marking that s names, with or without "TLP:", in any
// case of letters.
func ParseMarking(s string) (Marking, error) {
	m := Marking("TLP:" + strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "TLP:"))
	if err := m.Validate(); err != nil {
		return "", Errorf(Invalid, "%q is not a marking; choose TLP:CLEAR, GREEN, AMBER, AMBER+STRICT or RED.", Shorten(s, 40))
	}
	return m, nil
}
