namespace Pdp.LocalCluster.Api;

/// <summary>One resource the API serves, built in or made by a CustomResourceDefinition.</summary>
/// <param name="Resource"><c>plural[.group]</c>, as <see cref="IClusterApi"/> names it.</param>
/// <param name="ApiVersion">The storage version's <c>group/version</c>.</param>
/// <param name="Kind">What its objects call themselves.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
internal sealed record ServedResource(string Resource, string ApiVersion, string Kind, bool Namespaced);
