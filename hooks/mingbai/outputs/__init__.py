"""Outputs: functions of the Library that give text or bytes."""
