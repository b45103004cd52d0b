using System.Text.RegularExpressions;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>What must not be left in the code: promises to finish it later, and waits that block a thread.</summary>
internal sealed class BannedMarks : ISourceRule
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    // Written in pieces, so that this file does not break its own rule.
    private static readonly (Regex Mark, string Instead)[] Marks =
    [
        (new("\\b(TO" + "DO|FIX" + "ME|HA" + "CK|XX" + "X)\\b", RegexOptions.ExplicitCapture, Budget), "do it now, or open an issue"),
        (new("Not" + "ImplementedException", RegexOptions.ExplicitCapture, Budget), "implement it"),
        (new("Thread" + "\\.Sleep", RegexOptions.ExplicitCapture, Budget), "wait for the condition"),
        (new("\\.GetAwaiter\\(\\)" + "\\.GetResult\\(\\)", RegexOptions.ExplicitCapture, Budget), "await it"),
        (new("(Async\\(.*\\)|[tT]ask)" + "\\.(Result\\b|Wait\\(\\))", RegexOptions.ExplicitCapture, Budget), "await it"),
        (new("async" + " void ", RegexOptions.ExplicitCapture, Budget), "return a Task"),
        (new("Skip = " + "\"\"", RegexOptions.ExplicitCapture, Budget), "say why it is skipped"),
        (new("#pragma warning disable( *)$", RegexOptions.ExplicitCapture, Budget), "name the rule that is switched off"),
    ];

    public IEnumerable<string> Check(Repository repository) =>
        from file in repository.Code()
        from line in file.Text.Split('\n').Index()
        from rule in Marks
        let found = rule.Mark.Match(line.Item)
        where found.Success
        select $"{file.Path}:{line.Index + 1}: '{found.Value.Trim()}': {rule.Instead}";
}
