package main

import "os"

func Example() {
	run(nil, os.Stdout, os.Stderr)
	// Output:
	// Digital Public Goods and open source
	// ITU Academy, Intermediate, en
	//
	// Selection
	// ---------
	// 120 applied: 60 eligible, 10 incomplete, 50 ineligible. 32 seats: 32 admitted, 28 on the waitlist.
	// Countries by unsd-2021-12, as of 2021-12-31.
	//
	//   rank  id    country                      developing-country  women  review  after the one above by
	//   1     A017  Uganda                       yes                 yes    10
	//   2     A105  Georgia                      yes                 yes    59/6  review
	//   3     A118  Senegal                      yes                 yes    9     review
	//   4     A093  Côte d’Ivoire                yes                 yes    8.75  review
	//   5     A030  India                        yes                 yes    8.75  lottery
	//   6     A116  Uganda                       yes                 yes    8.5   review
	//   7     A082  Tunisia                      yes                 yes    7.75  review
	//   8     A066  Bhutan                       yes                 yes    7.75  lottery
	//   9     A071  Nepal                        yes                 yes    7.25  review
	//   10    A053  Peru                         yes                 yes    7     review
	//   11    A002  Nepal                        yes                 yes    6.75  review
	//   12    A033  Nepal                        yes                 yes    6.5   review
	//   13    A006  Kenya                        yes                 yes    37/6  review
	//   14    A015  Colombia                     yes                 yes    6     review
	//   15    A027  Mexico                       yes                 yes    6     lottery
	//   16    A119  Rwanda                       yes                 yes    5.75  review
	//   17    A011  India                        yes                 yes    5.5   review
	//   18    A005  Brazil                       yes                 yes    4.5   review
	//   19    A109  Indonesia                    yes                 yes    4.25  review
	//   20    A103  India                        yes                 yes    4.25  lottery
	//   21    A028  Peru                         yes                 yes    3.75  review
	//   22    A062  Jordan                       yes                 yes    3.25  review
	//   23    A088  Kazakhstan                   yes                 no     9.5   women
	//   24    A081  Tunisia                      yes                 no     9.25  review
	//   25    A054  Bhutan                       yes                 no     9     review
	//   26    A049  Brazil                       yes                 no     8.75  review
	//   27    A080  United Republic of Tanzania  yes                 no     8.75  lottery
	//   28    A076  Jordan                       yes                 no     8.75  lottery
	//   29    A050  Ethiopia                     yes                 no     49/6  review
	//   30    A037  South Africa                 yes                 no     49/6  lottery
	//   31    A009  Indonesia                    yes                 no     8     review
	//   32    A007  Tunisia                      yes                 no     8     lottery
	//
	// The last 2 seats were decided by lottery with seed "ITU-DPG-2024/2024-10-14": A007, A009, A095 tie in every key.
	// What each priority did (the same selection without it):
	//   developing-country: a seat for 3, in place of 3.
	//     in:  A007, A009, A037
	//     out: A043, A064, A067
	//   women: a seat for 9, in place of 9.
	//     in:  A005, A011, A015, A027, A028, A062, A103, A109, A119
	//     out: A004, A040, A047, A056, A069, A095, A097, A106, A113
	//   review: a seat for 5, in place of 5.
	//     in:  A007, A037, A054, A076, A080
	//     out: A056, A069, A077, A106, A111
	//
	// Waitlist, in the order of the call
	// ----------------------------------
	//   rank  id    country                      developing-country  women  review  after the one above by
	//   33    A095  Peru                         yes                 no     8       lottery
	//   34    A097  Peru                         yes                 no     7.5     review
	//   35    A069  Zambia                       yes                 no     43/6    review
	//   36    A106  India                        yes                 no     7       review
	//   37    A004  Ethiopia                     yes                 no     20/3    review
	//   38    A113  Pakistan                     yes                 no     20/3    lottery
	//   39    A047  Brazil                       yes                 no     19/3    review
	//   40    A040  Pakistan                     yes                 no     19/3    lottery
	//   41    A056  United Republic of Tanzania  yes                 no     6       review
	//   42    A057  Senegal                      yes                 no     6       lottery
	//   43    A061  Uganda                       yes                 no     6       lottery
	//   44    A077  Jamaica                      yes                 no     5.75    review
	//   45    A022  Ghana                        yes                 no     5.5     review
	//   46    A014  Zambia                       yes                 no     5.5     lottery
	//   47    A058  Nepal                        yes                 no     16/3    review
	//   48    A111  Nigeria                      yes                 no     5.25    review
	//   49    A042  Colombia                     yes                 no     5.25    lottery
	//   50    A003  Tunisia                      yes                 no     5.25    lottery
	//   51    A104  Kenya                        yes                 no     4       review
	//   52    A043  Kosovo                       unknown             -      59/6    developing-country
	//   53    A064  Ukraine                      no                  -      9.25    review
	//   54    A067  Italy                        no                  -      8.25    review
	//   55    A090  Estonia                      no                  -      8       review
	//   56    A008  United States of America     no                  -      8       lottery
	//   57    A055  Switzerland                  no                  -      7.75    review
	//   58    A020  Estonia                      no                  -      6.75    review
	//   59    A065  United States of America     no                  -      16/3    review
	//   60    A051  Ukraine                      no                  -      3.75    review
	//   A043: developing-country is unknown. no status in unsd-2021-12
	//
	// Incomplete: what is still open
	// ------------------------------
	//   A035: fluent-english
	//   A039: application-complete
	//   A045: fluent-english
	//   A046: digital-service
	//   A084: application-complete
	//   A086: review-score
	//   A087: application-complete, fluent-english
	//   A096: application-complete
	//   A112: degree-or-experience, fluent-english
	//   A115: fluent-english
	//
	// Ineligible: what is not met
	// ---------------------------
	//   application-complete:
	//     A021, A024, A041, A052, A059, A085, A089, A092, A101, A108, A114
	//   degree-or-experience:
	//     A060, A091, A107, A110
	//   degree-or-experience, digital-service:
	//     A074
	//   degree-or-experience, fluent-english:
	//     A023, A117
	//   digital-service:
	//     A012, A013, A026, A029, A036, A048, A063, A068, A073, A075, A098, A120
	//   digital-service, fluent-english:
	//     A078
	//   digital-service, public-sector-role:
	//     A070
	//   fluent-english:
	//     A001, A016, A019, A025, A031, A032, A034, A079, A083, A094, A099, A100, A102
	//   public-sector-role:
	//     A010, A018, A038, A044, A072
	//
	// Groups
	// ------
	//   1 (6): A002 A006 A009 A027 A054 A119
	//   2 (6): A011 A049 A066 A071 A081 A082
	//   3 (5): A005 A017 A050 A076 A109
	//   4 (5): A007 A015 A062 A088 A093
	//   5 (5): A028 A033 A037 A103 A116
	//   6 (5): A030 A053 A080 A105 A118
	//
	// What was balanced, and how far from even it had to stay:
	//   tier 1: cost 144, proved best
	//   tier 2: cost 96, proved best
	//   tier 3: cost 2180, proved best
	//   tier 4: cost 1900, proved best
	//
	//   rule        value                   people  in each group
	//   gender      man                     10      2 2 2 2 1 1
	//   gender      woman                   22      4 4 3 3 4 4
	//   region      Africa                  12      2 2 2 2 2 2
	//   region      Americas                6       1 1 1 1 1 1
	//   region      Asia                    14      3 3 2 2 2 2
	//   sector      digital_transformation  4       1 1 0 0 1 1
	//   sector      it_management           8       2 2 1 1 1 1
	//   sector      policy                  3       0 0 1 1 1 0
	//   sector      procurement             6       1 1 1 1 1 1
	//   sector      project_management      4       1 1 1 0 0 1
	//   sector      public_information      3       0 0 0 1 1 1
	//   sector      software_development    4       1 1 1 1 0 0
	//   employer    30 values                       nobody shares one with another member
	//   experience  sum                             646 608 541 534 538 534
	//
	// Sessions
	// --------
	//   session    Europe/Zurich           America/Mexico_City  America/Sao_Paulo  Africa/Tunis  Asia/Tbilisi  Asia/Kolkata  Asia/Jakarta
	//   session-1  Wed 30 Oct 15:00–17:00  08:00                11:00              15:00         18:00         19:30         21:00
	//   session-2  Fri 1 Nov 15:00–17:00   08:00                11:00              15:00         18:00         19:30         21:00
	//   session-3  Wed 6 Nov 15:00–17:00   08:00                11:00              15:00         18:00         19:30         21:00
	//   session-4  Fri 8 Nov 15:00–17:00   08:00                11:00              15:00         18:00         19:30         21:00
	//   session-5  Fri 22 Nov 14:00–17:00  07:00                10:00              14:00         17:00         18:30         20:00
	//
	//   Africa/Cairo (2 applied): from session-2 on 1 h earlier by your clock
	//   America/New_York (2 applied): from session-3 on 1 h earlier by your clock
	//   America/Toronto (1 applied): from session-3 on 1 h earlier by your clock
	//
	// Marks and certificates
	// ----------------------
	//   id    group  quiz   attendance  participation  project  total
	//   A017  3      0.00   15.00       15.00          60.00    90.00  certified
	//   A105  6      10.00  0.00        6.00           60.00    76.00
	//   A118  6      10.00  15.00       15.00          60.00    100.00  certified
	//   A093  4      10.00  15.00       15.00          50.00    90.00   certified
	//   A030  6      10.00  15.00       12.50          60.00    97.50   certified
	//   A116  5      10.00  0.00        15.00          40.00    65.00
	//   A082  2      10.00  0.00        12.00          50.00    72.00
	//   A066  2      10.00  0.00        10.00          50.00    70.00
	//   A071  2      10.00  15.00       10.00          50.00    85.00  certified
	//   A053  6      10.00  0.00        0.00           60.00    70.00
	//   A002  1      10.00  15.00       0.00           60.00    85.00  certified
	//   A033  5      10.00  15.00       15.00          40.00    80.00
	//   A006  1      10.00  0.00        6.00           60.00    76.00
	//   A015  4      10.00  15.00       15.00          50.00    90.00  certified
	//   A027  1      10.00  0.00        7.50           60.00    77.50
	//   A119  1      0.00   0.00        12.50          60.00    72.50
	//   A011  2      10.00  15.00       15.00          50.00    90.00  certified
	//   A005  3      10.00  0.00        15.00          60.00    85.00  certified
	//   A109  3      10.00  15.00       7.50           60.00    92.50  certified
	//   A103  5      10.00  15.00       7.50           40.00    72.50
	//   A028  5      10.00  15.00       12.50          40.00    77.50
	//   A062  4      10.00  15.00       15.00          50.00    90.00  certified
	//   A088  4      10.00  0.00        12.50          50.00    72.50
	//   A081  2      10.00  15.00       12.00          50.00    87.00  certified
	//   A054  1      10.00  15.00       0.00           60.00    85.00  certified
	//   A049  2      10.00  0.00        15.00          50.00    75.00
	//   A080  6      10.00  15.00       12.00          60.00    97.00  certified
	//   A076  3      10.00  0.00        6.00           60.00    76.00
	//   A050  3      10.00  0.00        0.00           60.00    70.00
	//   A037  5      10.00  0.00        10.00          40.00    60.00
	//   A009  1      10.00  0.00        15.00          60.00    85.00  certified
	//   A007  4      10.00  15.00       15.00          50.00    90.00  certified
	//
	// 16 of 32 are certified. What the others lacked:
	//   A105: Not certified: the total is 76; more than 80 is required.
	//     Attendance at all live sessions: 1 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 6 of 15 points = 6 of 15 % of the total.
	//   A116: Not certified: the total is 65; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Final group project: submission; 40 of 60 % of the total.
	//   A082: Not certified: the total is 72; more than 80 is required.
	//     Attendance at all live sessions: 3 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 12 of 15 points = 12 of 15 % of the total.
	//     Final group project: good; 50 of 60 % of the total.
	//   A066: Not certified: the total is 70; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 10 of 15 points = 10 of 15 % of the total.
	//     Final group project: good; 50 of 60 % of the total.
	//   A053: Not certified: the total is 70; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 0 of 15 points = 0 of 15 % of the total.
	//   A033: Not certified: the total is 80; more than 80 is required.
	//     Final group project: submission; 40 of 60 % of the total.
	//   A006: Not certified: the total is 76; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 6 of 15 points = 6 of 15 % of the total.
	//   A027: Not certified: the total is 77.5; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 7.5 of 15 points = 7.5 of 15 % of the total.
	//   A119: Not certified: the total is 72.5; more than 80 is required.
	//     Pre-class knowledge check: not completed; 0 of 10 % of the total; full marks need completion.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 12.5 of 15 points = 12.5 of 15 % of the total.
	//   A103: Not certified: the total is 72.5; more than 80 is required.
	//     Active contributions: 7.5 of 15 points = 7.5 of 15 % of the total.
	//     Final group project: submission; 40 of 60 % of the total.
	//   A028: Not certified: the total is 77.5; more than 80 is required.
	//     Active contributions: 12.5 of 15 points = 12.5 of 15 % of the total.
	//     Final group project: submission; 40 of 60 % of the total.
	//   A088: Not certified: the total is 72.5; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 12.5 of 15 points = 12.5 of 15 % of the total.
	//     Final group project: good; 50 of 60 % of the total.
	//   A049: Not certified: the total is 75; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Final group project: good; 50 of 60 % of the total.
	//   A076: Not certified: the total is 76; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 6 of 15 points = 6 of 15 % of the total.
	//   A050: Not certified: the total is 70; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 0 of 15 points = 0 of 15 % of the total.
	//   A037: Not certified: the total is 60; more than 80 is required.
	//     Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions.
	//     Active contributions: 10 of 15 points = 10 of 15 % of the total.
	//     Final group project: submission; 40 of 60 % of the total.
	//
	// The course against itself
	// -------------------------
	//   dead-level at grading.components[3].award.levels.levels[0]: "submission" can never certify: at most 80, not above 80
	//   stated-minutes at schedule.sessions[4]: the page says 120, the definition 180
}
