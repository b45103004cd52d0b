using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>Something a person with rights in the agent's namespace does to an Intent, and what the agent must say of it.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Patch">The change to the resource, given the id of the intent.</param>
/// <param name="Expected">The reason the status must name, alternatives by <c>|</c>.</param>
internal sealed record Edit(string Name, Func<string, JsonObject> Patch, string Expected)
{
    /// <summary>An edit of the spec.</summary>
    public static Edit OfSpec(string name, Func<string, JsonObject> spec, string expected) =>
        new(name, id => new JsonObject { ["spec"] = spec(id) }, expected);
}
