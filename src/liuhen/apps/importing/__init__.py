"""IMPORTING 导入: cases, documents and scans that other systems or other instances hold."""
