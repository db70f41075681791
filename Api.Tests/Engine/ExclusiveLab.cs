using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Scenarios that hold the engine's state before against that after, so that no other test may use it meanwhile.</summary>
[CollectionDefinition(nameof(ExclusiveLab), DisableParallelization = true)]
public sealed class ExclusiveLab : ICollectionFixture<LabApi>;
