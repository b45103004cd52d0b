using Pdp.Observability.Access;
using Pdp.Protocol.Intents;

namespace Pdp.Observability.Components;

/// <summary>What is deployed in this plane, as the agent believes it: only documents whose signature holds, and those the customer wrote.</summary>
public interface IPlaneInventory
{
    /// <summary>Everything there is, components or not, ordered by place and id.</summary>
    IReadOnlyList<DeployedIntent> All { get; }

    /// <summary>What became of an intent; nothing yet where it is not held any more.</summary>
    IntentStatus StatusOf(string id);

    /// <summary>The namespace of an environment of a project, whether or not anything is in it.</summary>
    string NamespaceOf(string organization, string project, string environment);
}

/// <summary>Questions to the inventory.</summary>
public static class PlaneInventoryExtensions
{
    /// <summary>What is within one of the scopes.</summary>
    public static IEnumerable<DeployedIntent> Within(this IPlaneInventory inventory, IReadOnlyList<PlaneScope> scopes) => inventory.All.Where(intent =>
        scopes.Any(scope => scope.Contains(intent.Organization, intent.Project, intent.Environment, intent.Component)));
}
