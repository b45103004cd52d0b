namespace Pdp.Daemon.Tests.Harness;

/// <summary>One call an agent made to the API server.</summary>
/// <param name="Verb">
/// <c>get</c>, <c>list</c>, <c>watch</c>, <c>apply</c>, <c>create</c>, <c>replace</c>, <c>patch</c> or <c>delete</c>.
/// </param>
/// <param name="Kind">Of which kind.</param>
/// <param name="Name">Which object; empty for a collection.</param>
/// <param name="Subresource">Such as <c>status</c>; null for the object itself.</param>
public sealed record ApiCall(string Verb, string Kind, string Name, string? Subresource = null)
{
    /// <summary>Of a list, the namespace; null for all of them.</summary>
    public string? Namespace { get; init; }

    public bool IsWrite => Verb is "apply" or "create" or "replace" or "patch" or "delete";
}
