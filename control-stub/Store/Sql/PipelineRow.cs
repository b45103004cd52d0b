namespace Pdp.ControlStub.Store.Sql;

/// <summary>A pipeline as a row.</summary>
internal sealed record PipelineRow
{
    /// <summary>The columns.</summary>
    public const string Columns = "organization Organization, name Name, document Document, updated_at UpdatedAt";

    /// <summary>Writes a row of <see cref="Values"/> in the place of the one before.</summary>
    public const string Insert =
        """
        insert into pipelines (organization, name, document, updated_at) values (@Organization, @Name, @Document, @at)
        on conflict (organization, name) do update set document = excluded.document, updated_at = excluded.updated_at
        """;

    public string Organization { get; init; } = "";

    public string Name { get; init; } = "";

    public string Document { get; init; } = "";

    public long UpdatedAt { get; init; }

    /// <summary>The values of a record.</summary>
    public static object Values(PipelineRecord pipeline) =>
        new { pipeline.Organization, pipeline.Name, pipeline.Document, at = Stored.Time(pipeline.UpdatedAt) };

    public PipelineRecord ToRecord() => new(Organization, Name, Document, Stored.Time(UpdatedAt));
}
