using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Problems;

namespace Pdp.ControlStub.Api;

/// <summary>The body of a request that takes exactly one document.</summary>
internal static class OneDocument
{
    public static (JsonObject? Document, Problem? Problem) Of(DocumentBatch batch)
    {
        if (batch.Findings.Count > 0)
            return (null, Problem.BadRequest("The body cannot be read as a document.", [.. batch.Findings.Select(f => f with { Document = null })]));
        return batch.Documents is [{ } document]
            ? (document, null)
            : (null, Problem.BadRequest("The body must hold exactly one document."));
    }
}
