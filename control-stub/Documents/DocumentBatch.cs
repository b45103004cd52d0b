using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Documents;

/// <summary>What a body turned out to hold. With findings it may be incomplete: what follows a syntax error is not read.</summary>
/// <param name="Documents">The documents in their order; one that cannot be read is null.</param>
/// <param name="Findings">Everything wrong.</param>
internal sealed record DocumentBatch(IReadOnlyList<JsonObject?> Documents, IReadOnlyList<Finding> Findings);
