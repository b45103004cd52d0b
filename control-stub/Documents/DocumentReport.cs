
namespace Pdp.ControlStub.Documents;

/// <summary>
/// Collects what there is to say. An error stops the call; a warning says that something asked for will not be; a note says what was
/// decided for the author.
/// </summary>
/// <param name="document">Which document of the call is spoken of; null when it came in an earlier one.</param>
/// <param name="subject">Names the document in that case, such as <c>ComponentType/default/postgres</c>.</param>
internal sealed class DocumentReport(int? document = null, string? subject = null)
{
    private readonly List<Finding> _errors = [];
    private readonly List<Finding> _warnings = [];
    private readonly List<Finding> _notes = [];

    public IReadOnlyList<Finding> Errors => _errors;

    public IReadOnlyList<Finding> Warnings => _warnings;

    public IReadOnlyList<Finding> Notes => _notes;

    public void Error(string rule, string path, string message) => _errors.Add(new Finding(rule, Full(path), message, document));

    public void Warn(string rule, string path, string message) => _warnings.Add(new Finding(rule, Full(path), message, document));

    public void Note(string rule, string path, string message) => _notes.Add(new Finding(rule, Full(path), message, document));

    /// <summary>Takes over what another report holds.</summary>
    public void Add(DocumentReport other)
    {
        _errors.AddRange(other.Errors);
        _warnings.AddRange(other.Warnings);
        _notes.AddRange(other.Notes);
    }

    /// <summary>Takes over errors that say themselves which document they are about.</summary>
    public void AddAll(IEnumerable<Finding> errors) => _errors.AddRange(errors);

    /// <summary>Takes over errors found in what was made of the document.</summary>
    public void AddErrors(IEnumerable<Finding> errors)
    {
        foreach (var error in errors)
            Error(error.Rule, error.Path, error.Message);
    }

    /// <summary>Takes over notes on what was made of the document.</summary>
    public void AddNotes(IEnumerable<Finding> notes)
    {
        foreach (var note in notes)
            Note(note.Rule, note.Path, note.Message);
    }

    private string Full(string path) => document is null && subject is not null ? $"{subject}:{path}" : path;
}
