using Pdp.ControlStub.Operators;
using Pdp.Protocol.Tokens;

namespace Pdp.ControlStub.Observability;

/// <summary>What somebody wants to look at in a plane: null is not narrowed.</summary>
/// <param name="Verbs">What is to be looked at.</param>
/// <param name="Organization">Of which organization.</param>
/// <param name="Project">Of which project; only with an organization.</param>
/// <param name="Environment">In which environment.</param>
/// <param name="Component">Of which component; only with a project.</param>
internal sealed record TokenRequest(
    IReadOnlyList<ObservabilityVerb> Verbs, string? Organization, string? Project, string? Environment, string? Component)
{
    /// <summary>The part of it that its asker may see: empty when that is nothing.</summary>
    /// <param name="access">What he may do.</param>
    public IReadOnlyList<ObservabilityScope> Within(Access access) =>
        access.Within(OperatorAction.Observe) is { } granted
            ? [.. granted.Select(Narrowed).OfType<ObservabilityScope>().Distinct(SameScope.Instance)]
            : [Of(Organization, Project)];

    /// <summary>What would have to be granted to see all of it.</summary>
    public Scope Asked => new(Organization ?? Scope.Any, Project ?? Scope.Any);

    private ObservabilityScope? Narrowed(Scope granted)
    {
        var organization = granted.Organization == Scope.Any ? null : granted.Organization;
        var project = granted.Project == Scope.Any ? null : granted.Project;
        if (Differ(Organization, organization) || Differ(Project, project))
            return null;
        return Of(Organization ?? organization, Project ?? project);
    }

    private static bool Differ(string? asked, string? granted) => asked is not null && granted is not null && asked != granted;

    private ObservabilityScope Of(string? organization, string? project) => new(Verbs, organization, project, Environment, Component);

    // Two roles on one project open the same.
    private sealed class SameScope : IEqualityComparer<ObservabilityScope>
    {
        public static SameScope Instance { get; } = new();

        public bool Equals(ObservabilityScope? x, ObservabilityScope? y) => (x?.Organization, x?.Project) == (y?.Organization, y?.Project);

        public int GetHashCode(ObservabilityScope scope) => HashCode.Combine(scope.Organization, scope.Project);
    }
}
