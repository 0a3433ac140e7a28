// Package intake is what every platform needs to take in what people do, and
// what none of them has of its own: what came in before and is not done twice,
// how much is in hand at once, what the platform said lately about a person or a
// place, and what a text of a command means before the desk has seen it.
//
// It knows no platform. The platforms do not know each other; what they would
// otherwise repeat stands here once.
package intake
