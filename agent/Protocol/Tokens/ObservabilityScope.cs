namespace Pdp.Protocol.Tokens;

/// <summary>
/// A part of a plane that a token opens. What is null is not narrowed: a scope of an organization alone opens all of its projects, one of nothing
/// the whole plane.
/// </summary>
/// <param name="Verbs">What may be looked at, each once; at least one.</param>
/// <param name="Organization">A DNS label; null for all.</param>
/// <param name="Project">A DNS label; null for all of the organization. Only with an organization.</param>
/// <param name="Environment">A DNS label; null for all.</param>
/// <param name="Component">A DNS label; null for all. Only with a project.</param>
public sealed record ObservabilityScope(
    IReadOnlyList<ObservabilityVerb> Verbs,
    string? Organization = null,
    string? Project = null,
    string? Environment = null,
    string? Component = null)
{
    /// <summary>Whether something may be looked at by this scope alone.</summary>
    /// <param name="verb">What is to be looked at.</param>
    /// <param name="organization">Whose it is.</param>
    /// <param name="project">Of which project.</param>
    /// <param name="environment">In which environment.</param>
    /// <param name="component">Of which component; null for what belongs to none, which a scope of one component does not open.</param>
    public bool Opens(ObservabilityVerb verb, string organization, string project, string environment, string? component) =>
        Verbs.Contains(verb)
        && (Organization is null || Organization == organization)
        && (Project is null || Project == project)
        && (Environment is null || Environment == environment)
        && (Component is null || Component == component);

    /// <summary>As people write it: <c>acme/shop/production/web: logs, metrics</c>.</summary>
    public override string ToString() =>
        $"{Organization ?? "*"}/{Project ?? "*"}/{Environment ?? "*"}/{Component ?? "*"}: {string.Join(", ", Verbs.Select(verb => verb.ToString().ToLowerInvariant()))}";

    internal IEnumerable<FieldError> Errors(string path) =>
    [
        .. FieldRules.Range($"{path}.verbs.length", Verbs.Count, 1, Enum.GetValues<ObservabilityVerb>().Length),
        .. Verbs.Distinct().Count() == Verbs.Count ? Array.Empty<FieldError>() : [new FieldError($"{path}.verbs", "must name each verb once")],
        .. FieldRules.Id($"{path}.organization", Organization),
        .. FieldRules.Id($"{path}.project", Project),
        .. FieldRules.Id($"{path}.environment", Environment),
        .. FieldRules.Id($"{path}.component", Component),
        .. Organization is null && Project is not null ? [new FieldError($"{path}.project", "must not stand without an organization")] : Array.Empty<FieldError>(),
        .. Project is null && Component is not null ? [new FieldError($"{path}.component", "must not stand without a project")] : Array.Empty<FieldError>(),
    ];
}
