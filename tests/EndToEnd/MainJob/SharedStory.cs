namespace Pdp.EndToEnd.MainJob;

/// <summary>Tests that share one cluster, stub and agent; one after another, for there may be one real cluster only.</summary>
[CollectionDefinition(Name)]
[Lasts(150)]
public sealed class SharedStory : ICollectionFixture<PlayedStory>
{
    public const string Name = "main job";
}
