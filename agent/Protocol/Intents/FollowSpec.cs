namespace Pdp.Protocol.Intents;

/// <summary>Follows a repository: the newest of certain tags is rolled out whenever there is one. One of the two ways is named.</summary>
/// <param name="IntervalSeconds">Seconds between two looks, a tenth more or less by chance. 5..86400. Default 60.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record FollowSpec(int IntervalSeconds = 60)
{
    /// <summary>The container whose image is followed; may be left out where only one is no sidecar.</summary>
    public string? Container { get; init; }

    /// <summary>A pattern of tags, with <c>*</c> for anything; a name without one is a tag that moves.</summary>
    public string? Tags { get; init; }

    /// <summary>A range of semantic versions, such as <c>^1.4</c> or <c>&gt;=1.2.0 &lt;2</c>.</summary>
    public string? Semver { get; init; }
}
