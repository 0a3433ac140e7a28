package analysis_test

import (
	"strings"
	"testing"

	"attache/briefings"
	"attache/briefings/analysis"
)

// dates returns the dates of the events, joined by spaces.
func dates(src *briefings.Source) string {
	var list []string
	for _, e := range analysis.Timeline(src) {
		list = append(list, e.Date)
	}
	return strings.Join(list, " ")
}

func TestTimelineForms(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The lock opened on 3 June 2025.", "2025-06-03"},
		{"The lock opened on June 3, 2025, in rain.", "2025-06-03"},
		{"The lock opened on the 3rd of June 2025.", "2025-06-03"},
		{"The lock opened on Dec. 15, 2025.", "2025-12-15"},
		{"The lock opened on 2025-06-03.", "2025-06-03"},
		{"The lock opened in June 2025.", "2025-06"},
		{"The lock opened in June of 2025.", "2025-06"},
		{"The lock opened in 1953.", "1953"},
		{"The lock opened in mid-2024.", "2024"},
		{"The lock has stood since 1950.", "1950"},
		{"After the 2005 summit in Lima the lock opened.", "2005"},
		{"The lock was built from 2003 to 2009.", "2003/2009"},
		{"The lock was built in 2003–2009.", "2003/2009"},
		{"The lock was built in 2003–09.", "2003/2009"},
		{"The fair ran from 31 October to 1 November 2025.", "2025-10-31/2025-11-01"},
		{"The fair ran on 3–5 June 2025.", "2025-06-03/2025-06-05"},
		{"The fair ran on June 3-5, 2025.", "2025-06-03/2025-06-05"},
		{"The fair ran from June to August 2025.", "2025-06/2025-08"},
		{"Two locks opened on 31 July 2025 and, after that, on 29 October.", "2025-07-31 2025-10-29"},
		{"In the 1970s and 1980s the lock leaked.", ""},
		{"It cost 2000 euros and held 1950 tonnes.", ""},
		{"The lock leaked for the first time since 2006.", ""},
		{"The lock leaks (Moor, 2019) and creaks (2020).", ""},
		{"Going into 2026, the lock leaks.", ""},
		{"The lock may leak by March.", ""},
		{"The lock may open on 31 June 20255.", ""},
	} {
		if got := dates(paper(t, c.text)); got != c.want {
			t.Errorf("%s\ngot %q, want %q", c.text, got, c.want)
		}
	}
}

// A date without a year is the last such day before the document.
func TestTimelineYearOfDocument(t *testing.T) {
	for _, c := range []struct{ issued, text, want string }{
		{"2025-12", "The lock opened on 7 September.", "2025-09-07"},
		{"2025-03-02", "The lock opened on 7 September.", "2024-09-07"},
		{"2025-09", "The lock shut on 1 November 2025. It had opened on 21 October.", "2025-10-21 2025-11-01"},
		{"", "The lock shut in 2023. It opened on 7 September.", "2023 2023-09-07"},
		{"", "The lock opened on 7 September.", ""},
	} {
		src := paper(t, c.text)
		src.Meta.Date = c.issued
		if got := dates(src); got != c.want {
			t.Errorf("issued %q: %s\ngot %q, want %q", c.issued, c.text, got, c.want)
		}
	}
}

// What is told twice is listed once, and what happened on the same day twice.
func TestTimelineRepeats(t *testing.T) {
	for _, c := range []struct {
		name, want string
		text       []string
	}{
		{"same day, same words", "2025-10-21", []string{"The election of Ana Duarte as premier of Peru on 21 October 2025 changed little.", "Few had foreseen the election of Ana Duarte as premier on 21 October 2025."}},
		{"same day, other words", "2025-10-21 2025-10-21", []string{"The election of Ana Duarte as premier of Peru on 21 October 2025 changed little.", "A storm shut eleven harbours along the coast on 21 October 2025."}},
		{"a landmark", "1948 2025", []string{"Peru has had a navy since its independence in 1948.", "It dates from the founding of the republic in 1948.", "The navy was reformed in 2025."}},
		{"month of a day", "2025-04-04", []string{"The removal of president Ruben Hale on 4 April 2025 was sudden.", "After the removal of president Ruben Hale in April 2025, calm returned."}},
		{"order", "2023 2024-01 2025-03-01", []string{"It shut on 1 March 2025.", "Talks began in 2023.", "A strike followed in January 2024."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := dates(paper(t, c.text...)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
