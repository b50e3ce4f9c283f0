"""The store's promises, kept by the deployed table with its own indexes."""

import boto3
import pytest

from tests.adapters.asking_contract import SimultaneousAsking
from tests.adapters.casework_contract import SimultaneousCasework
from tests.adapters.store_contract import SimultaneousContract, Store
from tests.adapters.tables import store_on
from tests.e2e.cloud import Cloud


class TestDeployedTable(SimultaneousContract, SimultaneousCasework, SimultaneousAsking):
    """The adapter, against the table the template made."""

    @pytest.fixture
    def store(self, cloud: Cloud) -> Store:
        described = boto3.client("cloudformation").describe_stack_resource(
            StackName=cloud.stack.name, LogicalResourceId="Table"
        )
        return store_on(boto3.client("dynamodb"), described["StackResourceDetail"]["PhysicalResourceId"])
