namespace Pdp.ControlStub.Documents;

/// <summary>Something to say about a document: an error, a warning or a note. Never quotes a value that was sent.</summary>
/// <param name="Rule">Which rule, camelCase; part of the operator API.</param>
/// <param name="Path">Where, such as <c>spec.ports[0].containerPort</c>; empty for the whole document.</param>
/// <param name="Message">What to change, or what was decided.</param>
/// <param name="Document">Which document of several, from 0; null when there is but one.</param>
internal sealed record Finding(string Rule, string Path, string Message, int? Document = null)
{
    public override string ToString() => $"{(Document is { } index ? $"[{index}] " : "")}{(Path.Length == 0 ? "" : Path + ": ")}{Message}";
}
