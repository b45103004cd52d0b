using System.Text.Json;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>An intent that a plane holds and this control plane does not know, or knows only older.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Generation">As the plane holds it.</param>
/// <param name="Hash">Hash of the document the plane holds.</param>
/// <param name="State"><c>foreign</c> when it is not known here, <c>ahead</c> when it is.</param>
/// <param name="KnownGeneration">The generation known here.</param>
/// <param name="Wish">What was decided and is not done yet: <c>adopt</c> or <c>remove</c>.</param>
/// <param name="Failure">Why what was decided could not be done.</param>
/// <param name="SeenAt">When the plane said so, UTC.</param>
internal sealed record HeldAnswer(
    string Id, long Generation, string Hash, string State, long? KnownGeneration, string? Wish, string? Failure, DateTimeOffset SeenAt)
{
    public static HeldAnswer Of(HeldRecord held) => new(
        held.Stamp.Id,
        held.Stamp.Generation,
        held.Stamp.Hash,
        held.KnownGeneration == 0 ? "foreign" : "ahead",
        held.KnownGeneration == 0 ? null : held.KnownGeneration,
        held.Wish is { } wish ? JsonNamingPolicy.CamelCase.ConvertName(wish.ToString()) : null,
        held.Failure,
        held.SeenAt);
}

/// <summary>A page of what a plane holds.</summary>
/// <param name="Items">The intents.</param>
/// <param name="Next">Send it as <c>after</c> to get the next page; absent at the end.</param>
internal sealed record HeldListAnswer(IReadOnlyList<HeldAnswer> Items, string? Next);

/// <summary>What was decided.</summary>
/// <param name="Plane">The plane.</param>
/// <param name="Adopt">Intents to take over.</param>
/// <param name="Remove">Intents to have removed.</param>
/// <param name="Connected">Whether the plane is connected, so that it is done at once.</param>
internal sealed record AdoptionAnswer(string Plane, IReadOnlyList<string> Adopt, IReadOnlyList<string> Remove, bool Connected);

/// <summary>How many intents of a plane were signed anew.</summary>
internal sealed record ResignAnswer(string Plane, int Signed);
