using System.Text.Json.Nodes;

namespace Pdp.Core.Objects;

/// <summary>An object as it shall be.</summary>
/// <param name="Id">Names it in the status: the document's own id, or <c>kind/name</c>.</param>
/// <param name="Key">Which object.</param>
/// <param name="Manifest">What is applied; never holds a secret value.</param>
/// <param name="Wave">Lower waves are applied, and healthy, before higher ones.</param>
public sealed record DesiredObject(string Id, ObjectKey Key, JsonObject Manifest, int Wave = 0);
