"""CASES 案件: cases, their steps, documents, interruptions, reports and situations."""
