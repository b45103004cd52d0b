using Pdp.Observability.Access;
using Pdp.Protocol;

namespace Pdp.Observability.Components;

/// <summary>Finds the one component that is meant by a name which several may have.</summary>
internal static class OneComponent
{
    private const int Ambiguous = 409;

    /// <summary>It.</summary>
    /// <param name="found">Everything of that name the caller may see.</param>
    /// <exception cref="ApiProblemException">There is none, or more than one: what to add to the question.</exception>
    public static DeployedIntent Of(IReadOnlyList<DeployedIntent> found) => found switch
    {
        [var one] => one,
        [] => throw new ApiProblemException(ApiProblem.NotFound(
            "No such component runs here, as far as the token opens. GET /api/v1/components lists those that do.")),
        _ => throw new ApiProblemException(new ApiProblem(
            Ambiguous, "ambiguous", "Several are meant", "Add parameters to the question until one is left.", [.. Choices(found)])),
    };

    private static IEnumerable<FieldError> Choices(IReadOnlyList<DeployedIntent> found) =>
        from choice in (IEnumerable<(string Name, Func<DeployedIntent, string> Value)>)
        [
            ("organization", one => one.Organization), ("project", one => one.Project), ("environment", one => one.Environment), ("track", one => one.Track ?? ""),
        ]
        let values = found.Select(choice.Value).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList()
        where values.Count > 1 || (choice.Name == "track" && values.Count == 1)
        select new FieldError(choice.Name, $"may be one of {string.Join(", ", values)}");
}
