using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;

namespace Pdp.ControlStub.Apply;

/// <summary>What became of a call.</summary>
/// <param name="Outcome">Whether it was done; if not, nothing was changed.</param>
/// <param name="Errors">Everything wrong; empty when done.</param>
/// <param name="Warnings">What was asked for and will not be.</param>
/// <param name="Notes">What was decided for the author.</param>
/// <param name="Documents">What became of each document, in their order.</param>
/// <param name="Intents">The intents made or left as they were.</param>
/// <param name="Waiting">Bindings and pipelines that name what is not there yet.</param>
internal sealed record ApplyAnswer(
    DeskOutcome Outcome,
    IReadOnlyList<Finding> Errors,
    IReadOnlyList<Finding> Warnings,
    IReadOnlyList<Finding> Notes,
    IReadOnlyList<AppliedDocument> Documents,
    IReadOnlyList<PutIntent> Intents,
    IReadOnlyList<WaitingSource> Waiting);

/// <summary>What became of a document.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; null for an intent put as it is.</param>
/// <param name="Name">Its name, or the intent's id.</param>
/// <param name="Result">What the call did to it.</param>
internal sealed record AppliedDocument(int Index, string Kind, string? Namespace, string Name, PutResult Result);

/// <summary>A document that waits.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Missing">What it waits for.</param>
internal sealed record WaitingSource(string Kind, string Namespace, string Name, IReadOnlyList<MissingSource> Missing);
