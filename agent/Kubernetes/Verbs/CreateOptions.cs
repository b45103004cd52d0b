namespace Pdp.Kubernetes.Verbs;

/// <summary>How to create.</summary>
public sealed record CreateOptions : WriteOptions
{
    /// <summary>
    /// Sends it again when the answer was lost. Right for reviews, and where the name is fixed and the caller takes
    /// <c>AlreadyExists</c> as an answer; wrong with <c>generateName</c>.
    /// </summary>
    public bool RetryWhenUncertain { get; init; }
}
