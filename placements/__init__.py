"""What came of it: outcomes, check-ins, the funnel, and the handover to WIJIJ."""
