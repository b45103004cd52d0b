namespace Pdp.ControlStub.Operators;

/// <summary>What somebody may do, least first: each role may do all that the ones before it may.</summary>
internal enum Role
{
    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>Puts, changes and removes intents.</summary>
    Developer,

    /// <summary>Has a hand in planes and component types, too.</summary>
    PlatformEngineer,

    /// <summary>Says who may do what, and has a hand in keys and backups.</summary>
    Admin,
}

/// <summary>The names of roles, as the API, the command line and the store have them.</summary>
internal static class Roles
{
    private static readonly Dictionary<string, Role> _byName = new(StringComparer.Ordinal)
    {
        ["viewer"] = Role.Viewer,
        ["developer"] = Role.Developer,
        ["platform-engineer"] = Role.PlatformEngineer,
        ["admin"] = Role.Admin,
    };

    /// <summary>All names, least first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _byName.OrderBy(r => r.Value).Select(r => r.Key)];

    /// <summary>The name of a role.</summary>
    public static string Name(this Role role) => Names[(int)role];

    /// <summary>The role of that name; null when there is none.</summary>
    public static Role? Find(string name) => _byName.TryGetValue(name, out var role) ? role : null;
}
