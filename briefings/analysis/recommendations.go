package analysis

import "attache/briefings"

// Recommendations returns the advice that the source's author gives, in reading
// order. Advice that the author only reports is left to [Demands].
func Recommendations(src *briefings.Source) []briefings.Recommendation { return nil }

// Demands returns what the source reports that somebody else asks for, in
// reading order. The addressee is the one who is asked.
func Demands(src *briefings.Source) []briefings.Recommendation { return nil }
