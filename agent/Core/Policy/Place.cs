using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Policy;

/// <summary>Where an intent deploys to.</summary>
/// <param name="Organization">Its organization.</param>
/// <param name="Project">Its project.</param>
/// <param name="Environment">Its environment.</param>
public sealed record Place(string Organization, string Project, string Environment)
{
    /// <summary>The place of an intent.</summary>
    public static Place Of(IntentMetadata metadata) => new(metadata.Organization, metadata.Project, metadata.Environment);

    /// <summary>Whether one of some patterns fits, such as <c>acme/*/production</c>; parts left out at the end are any.</summary>
    public bool IsIn(IReadOnlyList<string> patterns) => patterns.Any(IsIn);

    private bool IsIn(string pattern)
    {
        var parts = pattern.Split('/');
        string[] own = [Organization, Project, Environment];
        return parts.Length <= own.Length && parts.Zip(own).All(pair => Glob.IsMatch(pair.First, pair.Second));
    }

    /// <summary>A text of the policy in which <c>{organization}</c>, <c>{project}</c> and <c>{environment}</c> stand for its own.</summary>
    public string Fill(string text) => text
        .Replace("{organization}", Organization, StringComparison.Ordinal)
        .Replace("{project}", Project, StringComparison.Ordinal)
        .Replace("{environment}", Environment, StringComparison.Ordinal);

    /// <summary>As people name it.</summary>
    public override string ToString() => $"{Organization}/{Project}/{Environment}";
}
