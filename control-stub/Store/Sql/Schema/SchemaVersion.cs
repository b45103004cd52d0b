namespace Pdp.ControlStub.Store.Sql.Schema;

/// <summary>A version of the schema: how to come to it from the one before, and how to go back.</summary>
/// <param name="Number">1 and up, without a gap.</param>
/// <param name="Up">The statements that make it of the version before.</param>
/// <param name="Down">The statements that make the version before of it; null for the first, to which nothing goes back.</param>
/// <param name="Floor">
/// The oldest version that a program must know to work on this one. An update that only adds keeps the floor of the version before, so
/// that both programs can run over the database while processes are replaced one after the other; what is no longer needed is taken away
/// one version later.
/// </param>
internal sealed record SchemaVersion(int Number, string Up, string? Down, int Floor);
