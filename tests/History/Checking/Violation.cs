using System.Text;
using Pdp.History.Recording;

namespace Pdp.History.Checking;

/// <summary>A rule that did not hold.</summary>
/// <param name="Invariant">The rule by name.</param>
/// <param name="Message">What went wrong, in one sentence.</param>
/// <param name="Evidence">The records that prove it, in order.</param>
public sealed record Violation(string Invariant, string Message, IReadOnlyList<HistoryRecord> Evidence)
{
    /// <summary>The sentence, and the records below it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Invariant}: {Message}");
        foreach (var record in Evidence) text.Append("\n    ").Append(record);
        return text.ToString();
    }
}
