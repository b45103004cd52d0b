using System.Text.Json.Serialization;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Operators;

/// <summary>What a grant reaches: a project of an organization, all of an organization, or everything.</summary>
/// <param name="Organization">A name; <see cref="Any"/> for all, and then the project must be so too.</param>
/// <param name="Project">A name; <see cref="Any"/> for all of the organization.</param>
internal sealed record Scope(string Organization, string Project)
{
    /// <summary>Stands for all. No organization and no project can be called so, for their names are DNS labels.</summary>
    public const string Any = "*";

    /// <summary>The control plane as a whole.</summary>
    public static Scope Everything { get; } = new(Any, Any);

    /// <summary>All of an organization.</summary>
    public static Scope Of(string organization) => new(organization, Any);

    /// <summary>The project an intent belongs to.</summary>
    public static Scope Of(IntentOwner owner) => new(owner.Organization, owner.Project);

    /// <summary>Whether all of another scope is within this one.</summary>
    public bool Covers(Scope other) =>
        (Organization == Any || Organization == other.Organization) && (Project == Any || Project == other.Project);

    /// <summary>Whether it can be granted.</summary>
    [JsonIgnore]
    public bool IsValid => Organization == Any ? Project == Any : DnsLabel.Is(Organization) && (Project == Any || DnsLabel.Is(Project));

    /// <summary>As people write it: <c>acme/shop</c>, <c>acme/*</c>, <c>*/*</c>.</summary>
    public override string ToString() => $"{Organization}/{Project}";
}

/// <summary>A role within a scope.</summary>
internal sealed record Grant(Role Role, Scope Scope);
