using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>A user with one of his grants; the grant's columns are null where he has none.</summary>
internal sealed record UserRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        "u.name Name, u.display_name DisplayName, u.created_at CreatedAt, g.organization Organization, g.project Project, g.role Role";

    /// <summary>Joins the grants.</summary>
    public const string Grants = "left join grants g on g.user_name = u.name";

    /// <summary>The order in which rows become records.</summary>
    public const string Order = "order by u.name, g.organization, g.project";

    public string Name { get; init; } = "";

    public string DisplayName { get; init; } = "";

    public long CreatedAt { get; init; }

    public string? Organization { get; init; }

    public string? Project { get; init; }

    public string? Role { get; init; }

    /// <summary>The users of some rows, in their order.</summary>
    public static IEnumerable<UserRecord> ToRecords(IEnumerable<UserRow> rows) => rows.GroupBy(r => r.Name).Select(user =>
    {
        var first = user.First();
        return new UserRecord(first.Name, first.DisplayName, Stored.Time(first.CreatedAt), GrantsOf(user.Select(r => (r.Role, r.Organization, r.Project))));
    });

    /// <summary>The grants of some rows. A role this program does not know gives nothing.</summary>
    public static IReadOnlyList<Grant> GrantsOf(IEnumerable<(string? Role, string? Organization, string? Project)> rows) =>
    [
        .. rows.Where(r => r.Role is not null && Roles.Find(r.Role) is not null)
            .Select(r => new Grant(Roles.Find(r.Role!)!.Value, new Scope(r.Organization!, r.Project!))),
    ];
}
