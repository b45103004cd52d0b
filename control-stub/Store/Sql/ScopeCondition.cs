using System.Globalization;
using Dapper;
using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>A condition on the columns <c>organization</c> and <c>project</c>: that somebody may see the row.</summary>
/// <param name="Sql">The condition, in brackets.</param>
/// <param name="IsBound">Whether it leaves anything out.</param>
internal sealed record ScopeCondition(string Sql, bool IsBound)
{
    /// <summary>Makes a condition.</summary>
    /// <param name="scopes">What may be seen; null is everything, none is nothing.</param>
    /// <param name="prefix">The table's name in the query with a dot, or nothing.</param>
    /// <returns>The condition and the parameters it needs, to which more may be added.</returns>
    public static (ScopeCondition Condition, DynamicParameters Parameters) Of(IReadOnlyList<Scope>? scopes, string prefix)
    {
        var parameters = new DynamicParameters();
        if (scopes is null)
            return (new ScopeCondition("(1 = 1)", false), parameters);
        var parts = new List<string> { "1 = 0" };
        foreach (var (index, scope) in scopes.Index())
        {
            var number = index.ToString(CultureInfo.InvariantCulture);
            var conditions = new List<string>();
            Add("organization", scope.Organization);
            Add("project", scope.Project);
            parts.Add(conditions.Count == 0 ? "1 = 1" : $"({string.Join(" and ", conditions)})");

            void Add(string column, string value)
            {
                if (value == Scope.Any)
                    return;
                parameters.Add(column + number, value);
                conditions.Add($"{prefix}{column} = @{column}{number}");
            }
        }

        return (new ScopeCondition($"({string.Join(" or ", parts)})", true), parameters);
    }

    /// <summary>The condition, or another where this one leaves something out.</summary>
    public string IfAny(string otherwise) => IsBound ? $"({Sql} or {otherwise})" : Sql;
}
