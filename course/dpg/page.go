package dpg

import "github.com/cohortkit/cohort/course"

// This file holds the parts of the course page that decide nothing. Prose is in our own
// words; titles and figures are the page's.

const description = "Public institutions can build on digital public goods (DPGs) and open-source software instead of starting anew. " +
	"The course shows officials and policymakers what both are, how they are chosen, introduced and kept alive, and how to win an organisation over; " +
	"its examples come mostly from the Global South."

func audience() []string {
	return []string{
		"Public sector staff of the middle level whose work is digital transformation: officials, policymakers, other professionals",
		"Among them digital transformation officers, project and IT managers, policy advisors, public information officers",
		"Public service administrators, managers of software development, procurement officers",
		"Whoever wants to learn about DPGs and open source and use them for better public services",
	}
}

// areas returns the areas in which an applicant's experience counts.
func areas() []string {
	return []string{
		"Digital transformation",
		"Project management",
		"Public information",
		"Policy advice",
		"Public service administration",
		"Software development management",
		"IT management",
		"Procurement",
	}
}

func prerequisites() []string {
	return []string{
		"A basic idea of what digital technology does for public services and for development",
	}
}

func outcomes() []string {
	return []string{
		"Say what DPGs and open source are and why they matter for public services and inclusive development",
		"Explain the life cycle of a DPG project and where implementers usually struggle",
		"Spot openings for DPGs and open source in one's organisation and plan their introduction",
		"Describe what policy frameworks and governance models do for the uptake and growth of DPGs",
		"Assess whether an organisation is ready for DPGs and open source, and gain its leaders' support",
		"Work with DPG and open-source communities to promote DPGs inside and outside of one's organisation",
	}
}

func delivery() *course.Delivery {
	return &course.Delivery{
		Mode:     "online, led by instructors",
		Platform: "Zoom",
		Methods: []string{
			"Slides, short videos and other media",
			"Surveys and polls",
			"Small rooms to think and discuss in",
			"Brief talks by participants on their own settings",
			"Team work in small groups",
		},
	}
}

func outline() []course.OutlineSession {
	return []course.OutlineSession{
		{
			Session: "session-1",
			Topics: []string{
				"Welcome, and a look back at the knowledge check",
				"What DPGs and open-source software are and what marks them",
				"Why they matter for services, development and innovation",
				"Meeting instructors and fellow participants",
			},
			KeyLearningPoints: []string{
				"Know the aims of the course and what each session brings",
				"Define DPGs and open-source software",
				"Name characteristics, principles and examples of both",
				"See how DPGs and open source relate and strengthen each other",
				"Say what they do for services, development and innovation",
			},
		},
		{
			Session: "session-2",
			Topics: []string{
				"The life cycle of a software implementation",
				"Mastering the challenges of implementation",
				"A country's implementation as a case study",
			},
			KeyLearningPoints: []string{
				"Describe the life cycle from plan through deployment to maintenance",
				"Examine frequent challenges and ways to meet them",
				"Learn how to work with vendors to whom DPGs and open source are new",
				"Draw success factors, difficulties, lessons and chances to scale or repeat from one country's case",
			},
		},
		{
			Session: "session-3",
			Topics: []string{
				"What policy frameworks do for adoption",
				"Buying open source and buying proprietary software",
				"Sustaining and scaling DPGs and open source",
				"Answering cybersecurity incidents",
				"Government policies in countries such as France, Brazil and India",
			},
			KeyLearningPoints: []string{
				"Explore how policy frameworks promote uptake",
				"Tell open-source procurement from commercial licences and support contracts",
				"Examine sustainability and scale, with the cost of maintenance and upgrades over the years",
				"Understand security issues and responses through cases",
			},
		},
		{
			Session: "session-4",
			Topics: []string{
				"Evaluating readiness for DPGs and open source",
				"Gaining the support of leaders",
				"Working with open-source communities",
				"The DPG ecosystem and who is who in it",
				"A guest from the DPGA Secretariat or one of its members",
			},
			KeyLearningPoints: []string{
				"Learn methods to evaluate an organisation's readiness",
				"Examine strategies that win stakeholders for DPGs and open source",
				"Describe how open-source communities foster innovation and inclusive collaboration",
				"Know the ecosystem: private sector, civil society, academia",
			},
		},
		{
			Session: "session-5",
			Topics: []string{
				"Presentation of the final projects",
				"What participants take with them",
			},
			KeyLearningPoints: []string{
				"Widen one's view of use cases and ways to implement them",
				"Find strategies for governments to collaborate and learn from each other",
				"Look back at the course and set goals to act on",
			},
		},
	}
}

func projectCovers() []string {
	return []string{
		"An opportunity to introduce a DPG, from real scenarios and assumptions",
		"An implementation plan: the steps along the life cycle of a DPG project",
		"Risks, and how to reduce them",
	}
}
