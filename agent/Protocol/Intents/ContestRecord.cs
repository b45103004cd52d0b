namespace Pdp.Protocol.Intents;

/// <summary>A field, or an object, that is put back and written anew by somebody else, again and again.</summary>
/// <param name="Object">The object.</param>
/// <param name="Field">Path of the field; empty when the object itself is deleted.</param>
/// <param name="Manager">The field manager that writes it; empty when the API server does not say.</param>
/// <param name="Repairs">How often it was put back; 1 or more.</param>
/// <param name="FirstAt">When it was put back first, UTC.</param>
/// <param name="LastAt">When it was put back last, UTC.</param>
public sealed record ContestRecord(
    InventoryEntry Object, string Field, string Manager, int Repairs, DateTimeOffset FirstAt, DateTimeOffset LastAt);
