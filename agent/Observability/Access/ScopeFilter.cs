using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Access;

/// <summary>What a caller gets of what he asks for.</summary>
public static class ScopeFilter
{
    /// <summary>
    /// The parts of the plane that he asks for and his token opens; he may see what is within one of them. None lies within another. Empty when his
    /// token opens nothing of it, which is answered 403 (<see cref="ApiProblem.OutOfScope"/>).
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="verb">What for.</param>
    /// <param name="asked">Of what.</param>
    public static IReadOnlyList<PlaneScope> Of(Caller caller, ObservabilityVerb verb, PlaneScope asked)
    {
        var opened = caller.Claims.Scopes
            .Where(scope => scope.Verbs.Contains(verb))
            .Select(scope => new PlaneScope(scope.Organization, scope.Project, scope.Environment, scope.Component).Intersect(asked))
            .OfType<PlaneScope>()
            .Distinct()
            .ToList();
        return [.. opened.Where(scope => !opened.Exists(other => other != scope && other.Covers(scope)))];
    }
}
