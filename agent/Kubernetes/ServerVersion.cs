namespace Pdp.Kubernetes;

/// <summary>What <c>/version</c> says.</summary>
/// <param name="Major">Major version, such as <c>1</c>.</param>
/// <param name="Minor">Minor version, such as <c>36</c>; some vendors append a <c>+</c>.</param>
/// <param name="GitVersion">The whole, such as <c>v1.36.2-gke.100</c>.</param>
/// <param name="Platform">Such as <c>linux/amd64</c>.</param>
public sealed record ServerVersion(string Major, string Minor, string GitVersion, string Platform);
