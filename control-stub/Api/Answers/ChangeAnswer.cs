using Pdp.ControlStub.Apply;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>What a change did to an intent.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Plane">Its plane.</param>
/// <param name="Generation">Its generation now.</param>
/// <param name="Hash">Hash of the signed document.</param>
/// <param name="Result"><c>created</c>, <c>changed</c>, <c>unchanged</c> or <c>removed</c>.</param>
/// <param name="Notes">What was decided for the author.</param>
internal sealed record ChangeAnswer(
    string Id, string Plane, long Generation, string Hash, PutResult Result, IReadOnlyList<Finding>? Notes = null)
{
    public static ChangeAnswer Of(PutIntent put, IReadOnlyList<Finding>? notes = null) =>
        new(put.Intent.Id, put.Intent.Plane, put.Intent.Generation, put.Intent.Hash, put.Result, notes is { Count: > 0 } ? notes : null);
}

/// <summary>What became of the documents of a call.</summary>
internal sealed record ApplyBody(
    string Plane,
    bool DryRun,
    IReadOnlyList<AppliedDocument> Documents,
    IReadOnlyList<ChangeAnswer> Intents,
    IReadOnlyList<WaitingSource> Waiting,
    IReadOnlyList<Finding> Warnings,
    IReadOnlyList<Finding> Notes);
