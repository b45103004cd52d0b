namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>Something a room may or may never use: a namespace, an assembly or a named group of types.</summary>
/// <param name="Name">As the table prints it.</param>
/// <param name="Contains">Whether a use falls under it.</param>
internal sealed record Part(string Name, Func<TypeUse, bool> Contains)
{
    /// <summary>A namespace and those below it.</summary>
    public static Part Namespace(string ns) => new(ns, use => use.Target.IsUnder(ns));

    /// <summary>The public types of a namespace: the face a neighbour in the same assembly may see.</summary>
    public static Part Face(string ns) => new($"the public types of {ns}", use => use.Target.IsUnder(ns) && use.Target.Visible);

    /// <summary>An assembly by its simple name.</summary>
    public static Part Library(string assembly) => new(assembly, use => use.Target.Assembly == assembly);

    /// <summary>One member by name: <c>System.Environment.GetEnvironmentVariable</c>.</summary>
    public static Part Member(string fullName) => new(fullName, use => $"{use.Target.FullName}.{use.TargetMember}" == fullName);

    /// <summary>Types by full name.</summary>
    public static Part Types(string name, params string[] fullNames)
    {
        var set = fullNames.ToHashSet(StringComparer.Ordinal);
        return new Part(name, use => set.Contains(use.Target.FullName));
    }

    /// <summary>This part without another.</summary>
    public Part Except(Part other) => new($"{Name} (other than {other.Name})", use => Contains(use) && !other.Contains(use));

    /// <summary>Several parts under one name.</summary>
    public static Part Group(string name, params Part[] parts) => new(name, use => Array.Exists(parts, part => part.Contains(use)));

    public static implicit operator Part(string ns) => Namespace(ns);
}
