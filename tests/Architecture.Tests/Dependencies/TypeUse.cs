namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>One place where compiled code uses a type.</summary>
/// <param name="Assembly">The assembly that was read.</param>
/// <param name="From">The outermost type the use is written in.</param>
/// <param name="Member">The member it is written in, as the source names it; the type's own name for its declaration.</param>
/// <param name="Target">What is used.</param>
/// <param name="TargetMember">The member called or read; null where the type alone is named.</param>
internal sealed record TypeUse(string Assembly, TypeName From, string Member, TypeName Target, string? TargetMember);

/// <summary>A type by its outermost declaring type, so that what the compiler nests counts as what it was written in.</summary>
/// <param name="Assembly">Simple name of the assembly that declares it.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Name">Its name without arity.</param>
/// <param name="Visible">Whether other assemblies may use it; true for types of other assemblies.</param>
internal sealed record TypeName(string Assembly, string Namespace, string Name, bool Visible)
{
    /// <summary>Namespace and name.</summary>
    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;

    /// <summary>Whether the type is in a namespace or one below it.</summary>
    public bool IsUnder(string ns) => Namespace == ns || Namespace.StartsWith(ns + ".", StringComparison.Ordinal);
}
