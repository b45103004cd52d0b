namespace Pdp.Core.Logs;

/// <summary>One entry of a log: a line, lines that belong together such as a stack trace, or the mark of a gap.</summary>
/// <param name="Time">When it was written, by the clock of its node; kept to 100 ns.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Message">What it says; several lines are divided by <c>\n</c>.</param>
/// <param name="Fields">What a structured line says besides, a JSON object; null when there is nothing.</param>
/// <param name="Missing">How many lines should stand here and do not; 0 for an entry that is not a gap's mark.</param>
public sealed record LogEntry(DateTimeOffset Time, Severity Level, string Message, string? Fields = null, long Missing = 0);
