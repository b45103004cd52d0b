using Pdp.Core.Logs;

namespace Pdp.PlaneStore.Files;

/// <summary>Scopes as a condition on columns. Names of columns are ours; names from outside are parameters.</summary>
internal static class ScopeFilter
{
    /// <summary>The condition; nothing holds without a scope.</summary>
    /// <param name="scopes">Any of them.</param>
    /// <param name="values">Gets the parameters; those before keep their numbers.</param>
    /// <param name="withContainers">Whether the table has pods and containers.</param>
    public static string Sql(IReadOnlyList<LogScope> scopes, List<object?> values, bool withContainers)
    {
        if (scopes.Count == 0) return "0";
        return $"({string.Join(" or ", scopes.Select(scope => One(scope, values, withContainers)))})";
    }

    private static string One(LogScope scope, List<object?> values, bool withContainers)
    {
        var parts = new List<string>();
        Add("organization", scope.Organization);
        Add("project", scope.Project);
        Add("environment", scope.Environment);
        Add("component", scope.Component);
        if (withContainers)
        {
            Add("pod", scope.Pod);
            Add("container", scope.Container);
        }
        return parts.Count == 0 ? "1" : $"({string.Join(" and ", parts)})";

        void Add(string column, string? wanted)
        {
            if (wanted is null) return;
            values.Add(wanted);
            parts.Add($"{column} = ${values.Count}");
        }
    }
}
