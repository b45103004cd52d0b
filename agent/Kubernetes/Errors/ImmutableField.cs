namespace Pdp.Kubernetes.Errors;

/// <summary>
/// Tells whether a refusal is about a field that cannot be changed. The API has no reason of its own for it, so the causes' words are all
/// there is; each phrase is one that <c>k8s.io/apimachinery</c> or the validation of a built-in kind uses.
/// </summary>
internal static class ImmutableField
{
    private static readonly string[] _phrases =
    [
        "field is immutable",
        "is immutable after creation",
        "Value is immutable",
        "may not change once set",
        "may not be changed",
        "cannot be changed",
        "updates to statefulset spec for fields other than",
        "pod updates may not change fields other than",
    ];

    public static bool IsIn(KubernetesStatus status) =>
        status.Code == 422 && (status.Details?.Causes is { Count: > 0 } causes
            ? causes.Any(cause => cause.Reason == Marker || IsPhrase(cause.Message))
            : IsPhrase(status.Message));

    /// <summary>Stands in a cause whose message was withheld because it is about a Secret.</summary>
    public const string Marker = "FieldImmutable";

    public static bool IsPhrase(string message) => _phrases.Any(phrase => message.Contains(phrase, StringComparison.OrdinalIgnoreCase));
}
