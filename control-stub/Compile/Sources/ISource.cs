namespace Pdp.ControlStub.Compile.Sources;

/// <summary>What a document that intents are compiled from says.</summary>
internal interface ISource
{
    /// <summary>Its name and what is written on it.</summary>
    SourceHeader Header { get; }
}
