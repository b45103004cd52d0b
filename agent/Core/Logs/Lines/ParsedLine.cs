namespace Pdp.Core.Logs.Lines;

/// <summary>What one line says.</summary>
/// <param name="Level">How serious it calls itself.</param>
/// <param name="Message">The message; the whole line when it is plain.</param>
/// <param name="Fields">Of a structured line: what it says besides, a JSON object.</param>
/// <param name="Structured">Whether it was JSON: such a line stands for itself.</param>
public sealed record ParsedLine(Severity Level, string Message, string? Fields, bool Structured);
