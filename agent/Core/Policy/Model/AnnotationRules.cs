namespace Pdp.Core.Policy.Model;

/// <summary>Annotations that give rights or change shared machinery.</summary>
public sealed record AnnotationRules
{
    /// <summary>
    /// Keys nobody may set, on objects or pod templates, with <c>*</c> for anything; upper and lower case alike. By default those that
    /// put text into the configuration of a shared ingress controller and those that give a workload an identity at a cloud.
    /// </summary>
    public IReadOnlyList<string> Deny { get; init; } =
    [
        "nginx.ingress.kubernetes.io/*snippet*",
        "nginx.org/*snippet*",
        "eks.amazonaws.com/role-arn",
        "iam.amazonaws.com/*",
        "iam.gke.io/*",
        "azure.workload.identity/*",
    ];
}
